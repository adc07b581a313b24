// SPDX-License-Identifier: Apache-2.0
package io.kguard.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kguard.sandbox.UnsimulatedField;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What an object asks for that the simulated cluster accepts but ignores. Clients see it in the header {@code Warning},
 * which kubectl prints.
 */
final class Warnings {
    private static final String NOT_DONE = "not done in the simulated cluster: ";

    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("cronjobs", "jobs of a CronJob"),
            Map.entry("daemonsets", "pods of a DaemonSet"),
            Map.entry("deployments", "pods of a Deployment"),
            Map.entry("jobs", "pods of a Job"),
            Map.entry("replicasets", "pods of a ReplicaSet"),
            Map.entry("replicationcontrollers", "pods of a ReplicationController"),
            Map.entry("statefulsets", "pods of a StatefulSet"),
            Map.entry("horizontalpodautoscalers", "scaling by a HorizontalPodAutoscaler"),
            Map.entry("networkpolicies", "filtering by a NetworkPolicy: pods reach the API server and peers only"),
            Map.entry("services", "connections to a Service: scenarios name peers for that"),
            Map.entry("ingresses", "connections through an Ingress"),
            Map.entry("mutatingwebhookconfigurations", "calls of admission webhooks"),
            Map.entry("validatingwebhookconfigurations", "calls of admission webhooks"),
            Map.entry("customresourcedefinitions", "the resources of a CustomResourceDefinition"),
            Map.entry("resourcequotas", "limits by a ResourceQuota"),
            Map.entry("limitranges", "limits by a LimitRange"),
            Map.entry("persistentvolumeclaims", "binding of a PersistentVolumeClaim"));

    private Warnings() {}

    /** One sentence per ignored field; empty if nothing in a new object is ignored. */
    static List<String> of(ApiResource resource, JsonNode object) {
        String kind = KINDS.getOrDefault(resource.plural(), "");
        if (!kind.isEmpty()) {
            return List.of(NOT_DONE + kind);
        }
        return resource.plural().equals("pods") ? ofPod(object) : List.of();
    }

    private static List<String> ofPod(JsonNode object) {
        Pod pod;
        try {
            pod = Serialization.unmarshal(ResourceStore.JSON.writeValueAsString(object), Pod.class);
        } catch (RuntimeException e) {
            return List.of(); // admission refuses it, and says why
        }
        return UnsimulatedField.of(pod).stream()
                .map(field -> NOT_DONE + field.path())
                .toList();
    }
}
