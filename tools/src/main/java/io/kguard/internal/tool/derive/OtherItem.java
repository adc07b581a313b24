// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import java.util.Map;
import java.util.function.UnaryOperator;

/** Makes of an act for one item of a list the same act for another item. */
final class OtherItem {
    private OtherItem() {}

    /** An act with another string wherever one stands, also within longer ones. Whether it is an act for it, a play says. */
    static Act of(Act act, String item, String other) {
        UnaryOperator<Object> leaf = value -> value(value, item, other);
        if (act instanceof Act.Script script) {
            return new Act.Script(mapping(script.tree(), leaf));
        }
        Act.Documents documents = (Act.Documents) act;
        return new Act.Documents(
                documents.source(),
                documents.events().stream().map(event -> mapping(event, leaf)).toList());
    }

    private static Map<String, Object> mapping(Map<String, Object> map, UnaryOperator<Object> leaf) {
        return Trees.values(map, (key, value) -> Trees.with(value, leaf));
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
