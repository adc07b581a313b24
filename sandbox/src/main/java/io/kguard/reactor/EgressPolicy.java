// SPDX-License-Identifier: Apache-2.0
package io.kguard.reactor;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetSpec;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.AppsAPIGroupDSL;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.kguard.reaction.Action;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The network policy that stops the egress of a pod and of the other pods of its owner. */
final class EgressPolicy {
    /** Falco Talon selects namespaces by this label, which Kubernetes does not give them. */
    private static final String NAMESPACE_LABEL = "k8s.io/metadata.name";

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
        AppsAPIGroupDSL apps = client.apps();
        Optional<LabelSelector> selector = switch (owner.getKind()) {
            case "DaemonSet" ->
                found(apps.daemonSets(), namespace, owner)
                        .map(DaemonSet::getSpec)
                        .map(DaemonSetSpec::getSelector);
            case "StatefulSet" ->
                found(apps.statefulSets(), namespace, owner)
                        .map(StatefulSet::getSpec)
                        .map(StatefulSetSpec::getSelector);
            case "ReplicaSet" ->
                found(apps.replicaSets(), namespace, owner)
                        .map(ReplicaSet::getSpec)
                        .map(ReplicaSetSpec::getSelector);
            default -> Optional.empty();
        };
        return selector.map(LabelSelector::getMatchLabels).orElse(null);
    }

    private static <T> Optional<T> found(
            MixedOperation<T, ?, ? extends Resource<T>> all, String namespace, OwnerReference owner) {
        return Optional.ofNullable(
                all.inNamespace(namespace).withName(owner.getName()).get());
    }
}
