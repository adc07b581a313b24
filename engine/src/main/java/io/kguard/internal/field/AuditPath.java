// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path into the JSON of an audit event that goes through every element of the arrays on it, or through one.
 *
 * @param keys the keys, starting at the event
 * @param index the element of each array; negative for all
 */
record AuditPath(List<String> keys, int index) {
    private static final int EVERY = -1;

    /**
     * A path with a field's argument as index.
     *
     * @param argument the index, or null for all elements
     * @throws FieldException if it is not an index
     */
    static AuditPath of(FieldDefinition definition, @Nullable String argument, String... keys) {
        return new AuditPath(List.of(keys), argument == null ? EVERY : index(definition, argument));
    }

    /** A path through all elements. */
    static AuditPath of(String... keys) {
        return new AuditPath(List.of(keys), EVERY);
    }

    static int index(FieldDefinition definition, String argument) {
        boolean digits = !argument.isEmpty() && argument.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || argument.length() > 9) {
            throw new FieldException(
                    FieldException.Reason.ARGUMENT,
                    argument + " is not a valid index of " + definition.name() + "; it counts from 0");
        }
        return Integer.parseInt(argument);
    }

    /**
     * The values at the end of the path.
     *
     * @return a value for each branch, null where a branch ends early; null if there is no branch at all
     */
    @Nullable
    List<@Nullable JsonValue> values(JsonValue event) {
        return values(event, 0);
    }

    private @Nullable List<@Nullable JsonValue> values(JsonValue from, int first) {
        JsonValue value = from;
        for (int i = first; i < keys.size(); i++) {
            if (value.kind() == JsonValue.Kind.ARRAY) {
                if (index < 0) {
                    return every(value, i);
                }
                if (index >= value.size()) {
                    return null;
                }
                value = value.element(index);
            }
            value = value.get(keys.get(i));
            if (value == null) {
                return null;
            }
        }
        List<@Nullable JsonValue> one = new ArrayList<>(1);
        one.add(value);
        return one;
    }

    private List<@Nullable JsonValue> every(JsonValue array, int next) {
        List<@Nullable JsonValue> all = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            List<@Nullable JsonValue> found = values(array.element(i), next);
            if (found == null) {
                all.add(null);
            } else {
                all.addAll(found);
            }
        }
        return all;
    }
}
