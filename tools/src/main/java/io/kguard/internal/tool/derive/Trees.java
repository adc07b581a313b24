// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes trees of maps, lists and leaves, as files have them. */
public final class Trees {
    private Trees() {}

    /** A map that is made key by key, in their order. */
    public static final class Tree extends LinkedHashMap<String, Object> {
        private static final long serialVersionUID = 1L;

        private Tree() {}

        /** This with a value, which may be an optional one. No value, an empty list and an empty map are left out. */
        public Tree with(String key, @Nullable Object given) {
            Object value = given instanceof Optional<?> optional ? optional.orElse(null) : given;
            boolean empty = value instanceof Collection<?> list && list.isEmpty()
                    || value instanceof Map<?, ?> members && members.isEmpty();
            if (value != null && !empty) {
                put(key, value);
            }
            return this;
        }
    }

    /** A map that begins with a value, as {@link Tree#with} takes it. */
    public static Tree of(String key, @Nullable Object value) {
        return new Tree().with(key, value);
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
