// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Evicts pods, if their disruption budget allows it.
 *
 * <p>Source: Kubernetes, "API-initiated Eviction", "Specifying a Disruption Budget for your Application".
 */
record EvictionEndpoint(ResourceStore store, Admission admission, LeavingPods leaving) {
    private static final ApiResource PODS = ApiResources.core("pods");
    private static final ApiResource BUDGETS = ApiResources.of("policy", "v1").get(0);

    void handle(Exchange exchange) {
        RequestInfo info = exchange.info();
        if (!exchange.resource().equals(PODS) || !info.verb().equals("create")) {
            throw ApiStatus.methodNotAllowed();
        }
        ObjectNode eviction = exchange.objectBody();
        String named = eviction.at("/metadata/name").asString(info.name());
        if (!named.equals(info.name())) {
            throw ApiStatus.badRequest("name in URL does not match name in Eviction object");
        }
        boolean dryRun = eviction.at("/deleteOptions/dryRun")
                .valueStream()
                .anyMatch(value -> value.asString("").equals("All"));
        synchronized (store) { // two evictions at once must not both use the last disruption that is allowed
            ObjectNode pod = store.get(PODS, info.namespace(), info.name());
            if (!leaving.contains(pod) && hasStarted(pod)) {
                checkBudgets(info.namespace(), pod);
            }
            if (!dryRun) {
                admission.delete(PODS, pod);
            }
        }
        ObjectNode status = ResourceStore.JSON.createObjectNode();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        exchange.respond(201, status.put("status", "Success").put("code", 201));
    }

    /** A pod that has not started or has ended may always be evicted. */
    private static boolean hasStarted(ObjectNode pod) {
        return pod.at("/status/phase").asString("").equals("Running");
    }

    private void checkBudgets(String namespace, ObjectNode pod) {
        List<ObjectNode> budgets = store.list(BUDGETS, namespace).stream()
                .filter(budget -> LabelSelectors.selects(budget.at("/spec/selector"), pod))
                .toList();
        if (budgets.size() > 1) {
            throw new ApiStatus(
                    500,
                    "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
        }
        if (!budgets.isEmpty() && !allows(namespace, budgets.get(0))) {
            throw new ApiStatus(429, "Cannot evict pod as it would violate the pod's disruption budget.");
        }
    }

    private boolean allows(String namespace, ObjectNode budget) {
        JsonNode spec = budget.path("spec");
        List<ObjectNode> selected = store.list(PODS, namespace).stream()
                .filter(pod -> LabelSelectors.selects(spec.path("selector"), pod))
                .toList();
        long healthy = selected.stream()
                .filter(pod -> LeavingPods.isReady(pod) && !leaving.contains(pod))
                .count();
        int expected = expected(namespace, selected);
        long needed = spec.has("maxUnavailable")
                ? expected - amount(spec.path("maxUnavailable"), expected)
                : amount(spec.path("minAvailable"), expected);
        return healthy - 1 >= needed;
    }

    /** How many pods there should be: what their controllers want, and one for each pod without a controller. */
    private int expected(String namespace, List<ObjectNode> pods) {
        Set<String> seen = new HashSet<>();
        int expected = 0;
        for (ObjectNode pod : pods) {
            JsonNode owner = ApiObject.controller(pod);
            if (owner.isMissingNode()) {
                expected++;
            } else if (seen.add(owner.path("uid").asString(""))) {
                ObjectNode object = store.referred(owner, namespace);
                expected += object == null ? 0 : object.at("/spec/replicas").asInt(1);
            }
        }
        return expected;
    }

    /** A number, or a percentage, rounded up. */
    private static long amount(JsonNode amount, int of) {
        String text = amount.asString("0");
        if (!text.matches("\\d{1,6}%?")) {
            return 0;
        }
        return text.endsWith("%")
                ? (Long.parseLong(text.substring(0, text.length() - 1)) * of + 99) / 100
                : Long.parseLong(text);
    }
}
