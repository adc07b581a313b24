// SPDX-License-Identifier: Apache-2.0
package io.kguard.reactor;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kguard.reaction.Action;
import java.util.List;

/** Says whether an action leaves a pod alone because of its owner. */
final class SparedPods {
    private SparedPods() {}

    /** Why a pod is left alone, in Falco Talon's words; empty if it is not. */
    static String reason(KubernetesClient client, Action.Spared spared, Pod pod) {
        List<OwnerReference> owners = pod.getMetadata().getOwnerReferences();
        String kind = owners == null || owners.isEmpty() ? "" : owners.get(0).getKind();
        String reason = switch (kind) {
            case "" -> spared.standalone() ? "is a standalone pod" : "";
            case "DaemonSet" -> spared.daemonSets() ? "belongs to a DaemonSet" : "";
            case "StatefulSet" -> spared.statefulSets() ? "belongs to a StatefulSet" : "";
            case "ReplicaSet" ->
                isUnhealthy(client, spared, pod, owners.get(0).getName())
                        ? "belongs to a ReplicaSet without enough healthy replicas"
                        : "";
            default -> "";
        };
        return reason.isEmpty()
                ? ""
                : "the pod '" + pod.getMetadata().getName() + "' in the namespace '"
                        + pod.getMetadata().getNamespace() + "' " + reason + " and will be ignored.";
    }

    private static boolean isUnhealthy(KubernetesClient client, Action.Spared spared, Pod pod, String owner) {
        String least = spared.minHealthyReplicas();
        if (least == null) {
            return false;
        }
        ReplicaSet set = client.apps()
                .replicaSets()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(owner)
                .get();
        Integer ready =
                set == null || set.getStatus() == null ? null : set.getStatus().getReadyReplicas();
        // Falco Talon compares a percentage with the number of replicas, too
        return (ready == null ? 0 : ready) < Integer.parseInt(least.replace("%", ""));
    }
}
