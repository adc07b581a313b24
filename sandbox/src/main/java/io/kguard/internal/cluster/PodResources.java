// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What the containers of a pod ask for together. */
final class PodResources {
    private PodResources() {}

    /**
     * The sum over the containers that run at the same time.
     *
     * @param kind {@code requests} or {@code limits}
     */
    static Map<String, Amount> of(JsonNode pod, String kind) {
        JsonNode spec = pod.path("spec");
        Map<String, Amount> sum = new TreeMap<>();
        for (JsonNode container : spec.path("containers")) {
            add(sum, amounts(container, kind));
        }
        Map<String, Amount> sidecars = new TreeMap<>();
        Map<String, Amount> first = new TreeMap<>();
        for (JsonNode container : spec.path("initContainers")) {
            Map<String, Amount> own = amounts(container, kind);
            boolean stays = container.path("restartPolicy").asString("").equals("Always");
            if (stays) {
                add(sidecars, own);
            }
            Map<String, Amount> meanwhile = new TreeMap<>(sidecars);
            if (!stays) {
                add(meanwhile, own);
            }
            meanwhile.forEach((name, amount) -> first.merge(name, amount, Amount::max));
        }
        add(sum, sidecars);
        first.forEach((name, amount) -> sum.merge(name, amount, Amount::max));
        return sum;
    }

    /** What a container asks for. What has a limit and no request asks for its limit. */
    static Map<String, Amount> amounts(JsonNode container, String kind) {
        Map<String, Amount> amounts = new TreeMap<>();
        JsonNode resources = container.path("resources");
        if (kind.equals("requests")) {
            read(amounts, resources.path("limits"));
        }
        read(amounts, resources.path(kind));
        return amounts;
    }

    static void read(Map<String, Amount> amounts, JsonNode list) {
        list.properties().forEach(entry -> amounts.put(entry.getKey(), Amount.of(entry.getValue())));
    }

    private static void add(Map<String, Amount> sum, Map<String, Amount> more) {
        more.forEach((name, amount) -> sum.merge(name, amount, Amount::plus));
    }
}
