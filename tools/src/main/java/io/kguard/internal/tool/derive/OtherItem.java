// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Makes of an act for one item of a list the same act for another item. */
final class OtherItem {
    private OtherItem() {}

    /**
     * An act with another string wherever one stands, also within longer ones, and with what depends on it. It is the same act
     * where that is too much. Whether it is an act for the item, a play says.
     */
    static Act of(Act act, String item, String other) {
        UnaryOperator<Object> leaf = value -> value(value, item, other);
        if (act instanceof Act.Script script) {
            return new Act.Script(mapping(script.tree(), leaf));
        }
        Act.Documents documents = (Act.Documents) act;
        return documents.events().stream().anyMatch(event -> isOfRequest(event, item))
                ? act
                : new Act.Documents(
                        documents.source(),
                        documents.events().stream()
                                .map(event -> Trees.values(event, (key, value) -> Trees.with(value, leaf)))
                                .toList());
    }

    /** Whether an item is what an API server is asked for: its address and its answer depend on it. */
    private static boolean isOfRequest(Map<String, Object> event, String item) {
        Object object = event.get("objectRef");
        return item.equals(event.get("verb"))
                || object instanceof Map<?, ?> of
                        && (item.equals(of.get("resource")) || item.equals(of.get("subresource")));
    }

    private static Map<String, Object> mapping(Map<?, ?> map, UnaryOperator<Object> leaf) {
        Map<String, Object> changed = Trees.values(map, (key, value) -> with(value, leaf));
        if (map.get("name") instanceof String before && changed.get("name") instanceof String after) {
            if (map.containsKey("id") && !before.equals(after)) {
                changed.put("id", Long.valueOf(OrdinaryCalls.numberOf(after)));
            } else if (RealMachines.program(before).equals(map.get("path"))) {
                changed.put("path", RealMachines.program(after));
            }
        }
        if (changed.get("image") instanceof String image && !Objects.equals(image, map.get("image"))) {
            String repository = image.replaceFirst("@.*", "").replaceFirst(":[^/]*$", "");
            if (ReportedImages.isOfPods(repository)) {
                changed.remove("type", ReportedImages.DOCKER);
            } else {
                changed.putIfAbsent("type", ReportedImages.DOCKER);
            }
        }
        return changed;
    }

    private static Object with(Object tree, UnaryOperator<Object> leaf) {
        if (tree instanceof Map<?, ?> map) {
            return mapping(map, leaf);
        }
        return tree instanceof List<?> list
                ? list.stream().map(each -> with(each, leaf)).toList()
                : leaf.apply(tree);
    }

    private static Object value(Object value, String item, String other) {
        if (value instanceof String text) {
            return text.replace(item, other);
        }
        return value instanceof Number && value.toString().equals(item) && other.matches("\\d{1,18}")
                ? (Object) Long.valueOf(other)
                : value;
    }
}
