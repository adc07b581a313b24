// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes of an act for one item of a list the same act for another item. */
final class OtherItem {
    private OtherItem() {}

    /** An act with another string wherever one stands, also within longer ones. Whether it is an act for it, a play says. */
    static Act of(Act act, String item, String other) {
        if (act instanceof Act.Script script) {
            return new Act.Script(mapping(script.tree(), item, other));
        }
        Act.Documents documents = (Act.Documents) act;
        return new Act.Documents(
                documents.source(),
                documents.events().stream()
                        .map(event -> mapping(event, item, other))
                        .toList());
    }

    private static Map<String, Object> mapping(Map<String, Object> map, String item, String other) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(key, value(value, item, other)));
        return copy;
    }

    private static Object value(Object value, String item, String other) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, member) -> copy.put(String.valueOf(key), value(member, item, other)));
            return copy;
        } else if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(member -> copy.add(value(member, item, other)));
            return copy;
        } else if (value instanceof String text) {
            return text.replace(item, other);
        }
        return value instanceof Number && value.toString().equals(item) && other.matches("\\d{1,18}")
                ? (Object) Long.valueOf(other)
                : value;
    }
}
