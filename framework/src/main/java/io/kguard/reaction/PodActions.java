// SPDX-License-Identifier: Apache-2.0
package io.kguard.reaction;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Performs actions by requests to the API server. */
final class PodActions {
    private static final String NAMESPACE_LABEL = "kubernetes.io/metadata.name";
    /** Labels that distinguish the pods of one generation from those of the next. */
    private static final List<String> GENERATION_LABELS =
            List.of("pod-template-hash", "pod-template-generation", "controller-revision-hash");

    private final KubernetesClient client;

    PodActions(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Performs an action.
     *
     * @return the object of the action
     * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses it
     */
    String run(Action action, Target target) {
        Pod pod = client.pods()
                .inNamespace(target.namespace())
                .withName(target.pod())
                .get();
        if (pod == null) {
            return target + ", which is gone already";
        }
        if (action instanceof Action.Terminate terminate) {
            client.resource(pod).withGracePeriod(terminate.gracePeriodSeconds()).delete();
        } else if (action instanceof Action.Label label) {
            return label(label, pod, target);
        } else if (action instanceof Action.NetworkPolicy policy) {
            return isolate(policy, pod);
        } else if (action instanceof Action.Cordon) {
            String node = pod.getSpec().getNodeName();
            client.nodes().withName(node).patch("{\"spec\":{\"unschedulable\":true}}");
            return "node " + node;
        }
        return target.toString();
    }

    private String label(Action.Label action, Pod pod, Target target) {
        Map<String, @Nullable String> labels = new LinkedHashMap<>();
        action.labels().forEach((name, value) -> labels.put(name, value.isEmpty() ? null : value));
        String patch = Serialization.asJson(Map.of("metadata", Map.of("labels", labels)));
        if (action.level() == Action.Label.Level.NODE) {
            String node = pod.getSpec().getNodeName();
            client.nodes().withName(node).patch(patch);
            return "node " + node;
        }
        client.resource(pod).patch(patch);
        return target.toString();
    }

    private String isolate(Action.NetworkPolicy action, Pod pod) {
        ObjectMeta meta = pod.getMetadata();
        Map<String, String> labels = new LinkedHashMap<>(meta.getLabels() == null ? Map.of() : meta.getLabels());
        GENERATION_LABELS.forEach(labels::remove);
        List<NetworkPolicyEgressRule> egress = new ArrayList<>();
        for (String cidr : action.allowCidr()) {
            egress.add(new NetworkPolicyEgressRuleBuilder()
                    .addNewTo()
                    .withNewIpBlock()
                    .withCidr(cidr)
                    .endIpBlock()
                    .endTo()
                    .build());
        }
        for (String namespace : action.allowNamespaces()) {
            LabelSelector selector = new LabelSelectorBuilder()
                    .addToMatchLabels(NAMESPACE_LABEL, namespace)
                    .build();
            egress.add(new NetworkPolicyEgressRuleBuilder()
                    .addNewTo()
                    .withNamespaceSelector(selector)
                    .endTo()
                    .build());
        }
        String owner =
                meta.getOwnerReferences() == null || meta.getOwnerReferences().isEmpty()
                        ? meta.getName()
                        : meta.getOwnerReferences().get(0).getName();
        client.resource(new NetworkPolicyBuilder()
                        .withNewMetadata()
                        .withName(owner)
                        .withNamespace(meta.getNamespace())
                        .endMetadata()
                        .withNewSpec()
                        .withNewPodSelector()
                        .withMatchLabels(labels)
                        .endPodSelector()
                        .withPolicyTypes("Egress")
                        .withEgress(egress)
                        .endSpec()
                        .build())
                .createOr(existing -> existing.update());
        return "networkpolicy " + meta.getNamespace() + "/" + owner;
    }
}
