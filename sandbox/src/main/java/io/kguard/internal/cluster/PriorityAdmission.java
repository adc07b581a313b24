// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives pods the priority of their class. No pod makes way for another one.
 *
 * <p>Source: Kubernetes, "Pod Priority and Preemption".
 */
record PriorityAdmission(ResourceStore store) {
    private static final ApiResource CLASSES = ApiResources.existing("scheduling.k8s.io", "priorityclasses");
    private static final Map<String, Integer> BUILT_IN =
            Map.of("system-cluster-critical", 2_000_000_000, "system-node-critical", 2_000_001_000);

    /**
     * Completes a new pod in place.
     *
     * @throws ApiStatus 403 if there is no such class
     */
    void admit(ObjectNode pod) {
        if (!(pod.path("spec") instanceof ObjectNode spec)) {
            return;
        }
        String name = spec.path("priorityClassName").asString("");
        if (name.isEmpty()) {
            store.list(CLASSES, "").stream()
                    .filter(found -> found.path("globalDefault").asBoolean(false))
                    .findFirst()
                    .ifPresent(found -> {
                        spec.put("priorityClassName", ApiObject.name(found));
                        set(spec, found);
                    });
            return;
        }
        ObjectNode found = store.find(CLASSES, "", name);
        if (found != null) {
            set(spec, found);
        } else if (BUILT_IN.containsKey(name)) {
            spec.put("priority", BUILT_IN.get(name)).put("preemptionPolicy", "PreemptLowerPriority");
        } else {
            throw ApiStatus.forbidden(
                    ApiResources.core("pods"),
                    ApiObject.name(pod),
                    "no PriorityClass with name " + name + " was found");
        }
    }

    private static void set(ObjectNode spec, JsonNode priorityClass) {
        spec.put("priority", priorityClass.path("value").asInt(0));
        spec.put("preemptionPolicy", priorityClass.path("preemptionPolicy").asString("PreemptLowerPriority"));
    }
}
