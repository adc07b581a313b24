// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.difference;

import io.kguard.engine.Alert;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an alert says, apart from the number of its event, which depends on the version.
 *
 * @param rule the rule's name
 * @param timestamp when its event happened
 * @param priority the rule's priority
 * @param fields the fields of its output
 * @param message its message; empty if it may have a field in it that is left out
 * @param line its message, to show
 */
record PlayedAlert(
        String rule,
        long timestamp,
        String priority,
        Map<String, @Nullable Object> fields,
        String message,
        String line) {
    private static final Set<String> OF_THE_VERSION = Set.of("evt.num");

    static PlayedAlert of(Alert alert) {
        return of(alert, OF_THE_VERSION);
    }

    /**
     * What an alert says.
     *
     * @param apart the fields that are left out; a message may have them
     */
    static PlayedAlert of(Alert alert, Set<String> apart) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(alert.fields());
        boolean numbered = fields.keySet().removeAll(apart);
        return new PlayedAlert(
                alert.ruleName(),
                alert.timestamp(),
                alert.priority().label(),
                fields,
                numbered ? "" : alert.message(),
                alert.message());
    }

    /** Whether another says the same. */
    boolean says(PlayedAlert other) {
        return priority.equals(other.priority) && fields.equals(other.fields) && message.equals(other.message);
    }

    /** What another says otherwise, as names of fields; {@code output} if the fields are the same. */
    TreeSet<String> differing(PlayedAlert other) {
        TreeSet<String> names = new TreeSet<>(fields.keySet());
        names.addAll(other.fields.keySet());
        names.removeIf(name -> Objects.equals(fields.get(name), other.fields.get(name))
                && fields.containsKey(name) == other.fields.containsKey(name));
        if (!priority.equals(other.priority)) {
            names.add("priority");
        }
        if (names.isEmpty()) {
            names.add("output");
        }
        return names;
    }
}
