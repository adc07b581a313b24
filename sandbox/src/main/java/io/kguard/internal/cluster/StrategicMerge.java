// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON merge patch, and Kubernetes' strategic merge patch, which merges lists with a key entry by entry.
 *
 * <p>Source: RFC 7386; Kubernetes, "Update API Objects in Place Using kubectl patch".
 */
final class StrategicMerge {
    /** The lists that are merged by a key, with the key, as the API types of core/v1 and apps/v1 declare them. */
    private static final Map<String, String> MERGE_KEYS = Map.ofEntries(
            Map.entry("containers", "name"),
            Map.entry("initContainers", "name"),
            Map.entry("ephemeralContainers", "name"),
            Map.entry("env", "name"),
            Map.entry("volumes", "name"),
            Map.entry("volumeMounts", "mountPath"),
            Map.entry("volumeDevices", "devicePath"),
            Map.entry("ports", "containerPort"),
            Map.entry("imagePullSecrets", "name"),
            Map.entry("hostAliases", "ip"),
            Map.entry("conditions", "type"),
            Map.entry("addresses", "type"),
            Map.entry("ownerReferences", "uid"),
            Map.entry("taints", "key"),
            Map.entry("secrets", "name"));

    private StrategicMerge() {}

    /** Merges a patch into a target in place. A null value removes. */
    static void merge(ObjectNode target, ObjectNode patch) {
        merge(target, patch, false);
    }

    /** Merges a strategic patch into a target in place. */
    static void mergeStrategically(ObjectNode target, ObjectNode patch) {
        merge(target, patch, true);
    }

    private static void merge(ObjectNode target, ObjectNode patch, boolean strategic) {
        if (strategic && "replace".equals(patch.path("$patch").asString(""))) {
            target.removeAll();
        }
        for (Map.Entry<String, JsonNode> entry : patch.properties()) {
            String key = entry.getKey();
            JsonNode value = entry.getValue();
            if (strategic && key.startsWith("$")) {
                if (key.startsWith("$deleteFromPrimitiveList/")) {
                    removeFromList(target.path(key.substring(key.indexOf('/') + 1)), value);
                }
                continue;
            }
            if (value.isNull()) {
                target.remove(key);
            } else if (value instanceof ObjectNode object) {
                ObjectNode child = ApiObject.part(target, key);
                merge(child, object, strategic);
            } else if (strategic
                    && value instanceof ArrayNode list
                    && target.path(key) instanceof ArrayNode known
                    && MERGE_KEYS.containsKey(key)
                    && list.valueStream().allMatch(JsonNode::isObject)) {
                mergeLists(known, list, MERGE_KEYS.get(key));
            } else if (strategic && key.equals("finalizers") && target.path(key) instanceof ArrayNode known) {
                value.forEach(item -> addIfAbsent(known, item));
            } else {
                target.set(key, value);
            }
        }
    }

    private static void mergeLists(ArrayNode target, ArrayNode patch, String mergeKey) {
        for (JsonNode item : patch) {
            int index = indexOf(target, mergeKey, item.path(mergeKey));
            if ("delete".equals(item.path("$patch").asString(""))) {
                if (index >= 0) {
                    target.remove(index);
                }
            } else if (index >= 0 && target.get(index) instanceof ObjectNode known) {
                merge(known, (ObjectNode) item, true);
            } else if (!item.has("$patch")) {
                target.add(item);
            }
        }
    }

    private static int indexOf(ArrayNode list, String mergeKey, JsonNode value) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).path(mergeKey).equals(value)) {
                return i;
            }
        }
        return -1;
    }

    private static void removeFromList(JsonNode list, JsonNode values) {
        if (list instanceof ArrayNode array) {
            for (int i = array.size() - 1; i >= 0; i--) {
                JsonNode item = array.get(i);
                if (values.valueStream().anyMatch(item::equals)) {
                    array.remove(i);
                }
            }
        }
    }

    private static void addIfAbsent(ArrayNode list, JsonNode item) {
        if (list.valueStream().noneMatch(item::equals)) {
            list.add(item);
        }
    }
}
