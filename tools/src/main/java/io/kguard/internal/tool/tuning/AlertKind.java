// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.tuning;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Alerts of a rule that are alike in all fields that an exception may name.
 *
 * @param origin the scenario or recording
 * @param values the fields that have a value that an exception can hold
 * @param message the message of one of them
 * @param count how many there were in the first run
 * @param runs in which runs of the origin they came up
 */
record AlertKind(String origin, Map<String, String> values, String message, long count, Set<Integer> runs) {
    /** Copies the collections. */
    public AlertKind {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        runs = Set.copyOf(runs);
    }

    /** The values of fields; a field without a value is an empty string, which no value is. */
    List<String> project(List<String> fields) {
        return fields.stream().map(field -> values.getOrDefault(field, "")).toList();
    }

    boolean hasAll(List<String> fields) {
        return values.keySet().containsAll(fields);
    }

    /** The fields in which its values are not those. */
    List<String> differing(List<String> fields, List<String> other) {
        List<String> own = project(fields);
        return fields.stream()
                .filter(field -> {
                    int i = fields.indexOf(field);
                    return !Objects.equals(own.get(i), other.get(i));
                })
                .toList();
    }
}
