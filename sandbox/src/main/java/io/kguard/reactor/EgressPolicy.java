// SPDX-License-Identifier: Apache-2.0
package io.kguard.reactor;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kguard.reaction.Action;
import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The network policy that stops the egress of a pod and of the other pods of its owner. */
final class EgressPolicy {
    /** Falco Talon selects namespaces by this label, which Kubernetes does not give them. */
    private static final String NAMESPACE_LABEL = "k8s.io/metadata.name";

    private static final Set<String> ASKED = Set.of("DaemonSet", "StatefulSet", "ReplicaSet");
    private static final String MANAGED_BY = "app.k8s.io/managed-by";
    /** Labels that distinguish the pods of one generation from those of the next. */
    private static final List<String> GENERATION_LABELS =
            List.of("pod-template-hash", "pod-template-generation", "controller-revision-hash");

    private EgressPolicy() {}

    static Finished put(KubernetesClient client, Action.NetworkPolicy action, Target target, Pod pod) {
        List<OwnerReference> owners = pod.getMetadata().getOwnerReferences();
        OwnerReference owner = owners == null || owners.isEmpty() ? null : owners.get(0);
        Map<String, String> selected =
                owner == null ? pod.getMetadata().getLabels() : selector(client, target.namespace(), owner);
        if (selected == null || selected.isEmpty()) {
            return Finished.failed(
                    target.toString(),
                    "can't find the owner and/or labels for the pod '" + target.pod() + "' in namespace '"
                            + target.namespace() + "'");
        }
        Map<String, String> labels = new LinkedHashMap<>(selected);
        GENERATION_LABELS.forEach(labels::remove);
        Map<String, String> own = new LinkedHashMap<>(labels);
        own.put(MANAGED_BY, "falco-talon");
        String name = owner == null ? target.pod() : owner.getName();
        NetworkPolicy policy = new NetworkPolicyBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(target.namespace())
                .withLabels(own)
                .endMetadata()
                .withNewSpec()
                .withNewPodSelector()
                .withMatchLabels(labels)
                .endPodSelector()
                .withPolicyTypes("Egress")
                .endSpec()
                .build();
        List<NetworkPolicyPeer> peers = peers(action);
        if (!peers.isEmpty()) {
            policy.getSpec()
                    .setEgress(List.of(
                            new NetworkPolicyEgressRuleBuilder().withTo(peers).build()));
        }
        client.resource(policy).createOr(existing -> existing.update());
        return Finished.done("networkpolicy " + target.namespace() + "/" + name);
    }

    private static List<NetworkPolicyPeer> peers(Action.NetworkPolicy action) {
        List<NetworkPolicyPeer> peers = new ArrayList<>();
        for (String cidr : action.allowCidr()) {
            peers.add(new NetworkPolicyPeerBuilder()
                    .withNewIpBlock()
                    .withCidr(cidr)
                    .endIpBlock()
                    .build());
        }
        for (String namespace : action.allowNamespaces()) {
            peers.add(new NetworkPolicyPeerBuilder()
                    .withNewNamespaceSelector()
                    .addToMatchLabels(NAMESPACE_LABEL, namespace)
                    .endNamespaceSelector()
                    .build());
        }
        return peers;
    }

    /** The labels that an owner selects its pods by; null if there are none, or if Falco Talon does not ask owners of that kind. */
    private static @Nullable Map<String, String> selector(
            KubernetesClient client, String namespace, OwnerReference owner) {
        ApiResource resource = ASKED.contains(owner.getKind()) ? ApiResources.ofKind("apps/v1", owner.getKind()) : null;
        GenericKubernetesResource found = resource == null
                ? null
                : ActionRun.object(client, resource, namespace, owner.getName()).get();
        return found == null ? null : found.get("spec", "selector", "matchLabels");
    }
}
