// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes trees of maps, lists and leaves, as files have them. */
public final class Trees {
    private Trees() {}

    /** A map of keys and values in turn. A value that is null, an empty list or an empty map is left out. */
    public static Map<String, Object> of(@Nullable Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            Object value = keysAndValues[i + 1];
            boolean empty = value instanceof Collection<?> list && list.isEmpty()
                    || value instanceof Map<?, ?> members && members.isEmpty();
            if (value != null && !empty) {
                map.put(String.valueOf(keysAndValues[i]), value);
            }
        }
        return map;
    }

    /** A copy of a tree with other leaves. */
    static Object with(Object tree, UnaryOperator<Object> leaf) {
        if (tree instanceof Map<?, ?> map) {
            return values(map, (key, value) -> with(value, leaf));
        }
        return tree instanceof List<?> list
                ? list.stream().map(item -> with(item, leaf)).toList()
                : leaf.apply(tree);
    }

    /** A copy of a map with other values. */
    static Map<String, Object> values(Map<?, ?> map, BiFunction<String, Object, Object> value) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, member) -> copy.put(String.valueOf(key), value.apply(String.valueOf(key), member)));
        return copy;
    }

    /** A copy of a map, to be changed; an empty one of anything else. */
    static Map<String, Object> copy(Object tree) {
        return tree instanceof Map<?, ?> map ? values(map, (key, value) -> value) : new LinkedHashMap<>();
    }
}
