// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Schedules a pod on the node with the fewest pods of those that accept it: a node may be cordoned or tainted, and a pod
 * may ask for certain nodes.
 */
final class Scheduler {
    private static final ApiResource NODES = ApiResources.core("nodes");
    private static final ApiResource PODS = ApiResources.core("pods");
    private static final String CORDONED = "node.kubernetes.io/unschedulable";

    private Scheduler() {}

    /** Schedules waiting pods again when the node changes. */
    public static void watch(ResourceStore store) {
        store.watch(change -> {
            if (change.resource().equals(NODES) && change.type() != Change.Type.DELETED) {
                for (ObjectNode pod : store.list(PODS, "")) {
                    if (!pod.path("spec").has("nodeName")) {
                        ObjectNode placed = pod.deepCopy();
                        place(store, placed);
                        if (!placed.equals(pod)) {
                            store.update(PODS, ApiObject.namespace(pod), ApiObject.name(pod), placed);
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
        Map<String, Integer> refusals = new TreeMap<>();
        String best = null;
        long fewest = Long.MAX_VALUE;
        int nodes = 0;
        List<ObjectNode> pods = store.list(PODS, "");
        for (ObjectNode node : store.list(NODES, "")) {
            String name = ApiObject.name(node);
            if (!Admission.isSimulated(name)) {
                continue;
            }
            nodes++;
            String refusal = refusal(node, spec);
            long load = pods.stream()
                    .filter(other -> other.at("/spec/nodeName").asString("").equals(name))
                    .count();
            if (!refusal.isEmpty()) {
                refusals.merge(refusal, 1, Integer::sum);
            } else if (best == null || load < fewest || load == fewest && name.compareTo(best) < 0) {
                best = name;
                fewest = load;
            }
        }
        if (best != null) {
            spec.put("nodeName", best);
            status.remove("conditions");
        } else {
            status.putArray("conditions")
                    .addObject()
                    .put("type", "PodScheduled")
                    .put("status", "False")
                    .put("reason", "Unschedulable")
                    .put("message", message(nodes, refusals));
        }
    }

    private static String message(int nodes, Map<String, Integer> refusals) {
        return nodes == 0
                ? "no nodes available to schedule pods"
                : "0/" + nodes + " nodes are available: "
                        + refusals.entrySet().stream()
                                .map(refusal -> refusal.getValue() + " node(s) " + refusal.getKey())
                                .collect(Collectors.joining(", "))
                        + ".";
    }

    private static String refusal(JsonNode node, JsonNode spec) {
        if (node.at("/spec/unschedulable").asBoolean(false) && !tolerates(spec, CORDONED, "", "NoSchedule")) {
            return "were unschedulable";
        }
        for (JsonNode taint : node.at("/spec/taints")) {
            String key = taint.path("key").asString("");
            String value = taint.path("value").asString("");
            String effect = taint.path("effect").asString("");
            if (!effect.equals("PreferNoSchedule") && !tolerates(spec, key, value, effect)) {
                return "had untolerated taint {" + key + ": " + value + "}";
            }
        }
        return LabelSelectors.hasAll(node.at("/metadata/labels"), spec.path("nodeSelector"))
                ? ""
                : "didn't match Pod's node affinity/selector";
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
