// SPDX-License-Identifier: Apache-2.0
package io.kguard.cluster;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Schedules pods on the one node if it accepts them: it may be cordoned or tainted, and a pod may ask for another node.
 */
final class Scheduler {
    private static final ApiResource NODES = ApiResources.core("nodes");
    private static final ApiResource PODS = ApiResources.core("pods");
    private static final String CORDONED = "node.kubernetes.io/unschedulable";

    private Scheduler() {}

    /** Schedules waiting pods again when the node changes. */
    static void watch(ResourceStore store) {
        store.watch(change -> {
            if (change.resource().equals(NODES) && change.type() == Change.Type.MODIFIED) {
                for (ObjectNode pod : store.list(PODS, "")) {
                    if (!pod.path("spec").has("nodeName")) {
                        ObjectNode placed = pod.deepCopy();
                        place(store, placed);
                        String namespace =
                                pod.path("metadata").path("namespace").asString("");
                        String name = pod.path("metadata").path("name").asString("");
                        if (!placed.equals(pod)) {
                            store.update(PODS, namespace, name, placed);
                        }
                    }
                }
            }
        });
    }

    /** Sets the pod's node in its spec, or says in its status why it has none. */
    static void place(ResourceStore store, ObjectNode pod) {
        ObjectNode spec = (ObjectNode) pod.path("spec");
        if (spec.has("nodeName")) {
            return;
        }
        ObjectNode status = (ObjectNode) pod.path("status");
        ObjectNode node = store.find(NODES, "", Admission.NODE);
        String refusal = node == null ? "is gone" : refusal(node, spec);
        if (refusal.isEmpty()) {
            spec.put("nodeName", Admission.NODE);
            status.remove("conditions");
        } else {
            status.putArray("conditions")
                    .addObject()
                    .put("type", "PodScheduled")
                    .put("status", "False")
                    .put("reason", "Unschedulable")
                    .put("message", "0/1 nodes are available: 1 node(s) " + refusal + ".");
        }
    }

    private static String refusal(JsonNode node, JsonNode spec) {
        if (node.path("spec").path("unschedulable").asBoolean(false) && !tolerates(spec, CORDONED, "", "NoSchedule")) {
            return "were unschedulable";
        }
        for (JsonNode taint : node.path("spec").path("taints")) {
            String key = taint.path("key").asString("");
            String value = taint.path("value").asString("");
            String effect = taint.path("effect").asString("");
            if (!effect.equals("PreferNoSchedule") && !tolerates(spec, key, value, effect)) {
                return "had untolerated taint {" + key + ": " + value + "}";
            }
        }
        JsonNode labels = node.path("metadata").path("labels");
        for (Map.Entry<String, JsonNode> wanted : spec.path("nodeSelector").properties()) {
            if (!labels.path(wanted.getKey()).equals(wanted.getValue())) {
                return "didn't match Pod's node affinity/selector";
            }
        }
        return "";
    }

    private static boolean tolerates(JsonNode spec, String key, String value, String effect) {
        return spec.path("tolerations").valueStream().anyMatch(toleration -> {
            String tolerated = toleration.path("key").asString("");
            String effects = toleration.path("effect").asString("");
            boolean any = toleration.path("operator").asString("Equal").equals("Exists");
            return (tolerated.isEmpty() ? any : tolerated.equals(key))
                    && (effects.isEmpty() || effects.equals(effect))
                    && (any || toleration.path("value").asString("").equals(value));
        });
    }
}
