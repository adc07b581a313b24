// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.event.JsonString;
import io.kguard.event.JsonValue;
import java.util.TreeMap;

/** Compact JSON whose keys are sorted, as Rust's {@code serde_json} writes it. */
final class SortedJson {
    private SortedJson() {}

    static String of(JsonValue value) {
        StringBuilder out = new StringBuilder();
        append(out, value);
        return out.toString();
    }

    private static void append(StringBuilder out, JsonValue value) {
        switch (value.kind()) {
            case OBJECT -> {
                TreeMap<String, JsonValue> sorted = new TreeMap<>();
                for (int i = 0; i < value.size(); i++) {
                    sorted.put(value.key(i), value.element(i));
                }
                char before = '{';
                for (String key : sorted.keySet()) {
                    out.append(before);
                    JsonString.append(out, key);
                    append(out.append(':'), sorted.get(key));
                    before = ',';
                }
                out.append(sorted.isEmpty() ? "{}" : "}");
            }
            case ARRAY -> {
                out.append('[');
                for (int i = 0; i < value.size(); i++) {
                    append(out.append(i == 0 ? "" : ","), value.element(i));
                }
                out.append(']');
            }
            case STRING -> JsonString.append(out, String.valueOf(value.tree()));
            default -> out.append(value.json());
        }
    }
}
