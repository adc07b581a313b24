// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.engine.Alert;
import io.kguard.scenario.Expectation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the fields of a rule's output that have a value in no alert of a check. A reader of the alert sees {@code <NA>}.
 *
 * <p>Left out is what an event need not have: ancestors that there are not, and what is known of a container, on the host and
 * in written events, which say no more of a container than they have to.
 */
final class MissingValues {
    private static final String BEFORE = "The output of \"";
    private static final String AFTER = "\" has no value for ";
    private static final String CONTAINER = "container.";
    private static final String HOST = "host";
    private static final Pattern OF_ANCESTOR = Pattern.compile("proc\\.a\\w+\\[\\d+]");

    private MissingValues() {}

    /** A note on a rule that fired; none if each field has a value in one of its alerts. */
    static List<String> notes(Detections detections, Expectation expectation) {
        List<Alert> alerts =
                detections.alertsOf(expectation.rule(), expectation.from().causes());
        Set<String> missing = alerts.stream()
                .flatMap(alert -> alert.fields().keySet().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        missing.removeAll(expectation.alert().fields().keySet());
        boolean written = detections.origin() == EventOrigin.WRITTEN;
        missing.removeIf(field -> OF_ANCESTOR.matcher(field).matches() || written && isOfContainer(field));
        missing.removeIf(field -> alerts.stream().anyMatch(alert -> isThere(alert, field)));
        return missing.isEmpty()
                ? List.of()
                : List.of(BEFORE + expectation.rule() + AFTER + String.join(", ", missing) + ".");
    }

    /** Whether a note of a check is of this kind. */
    static boolean isNote(String note) {
        return note.startsWith(BEFORE) && note.contains(AFTER);
    }

    private static boolean isThere(Alert alert, String field) {
        return alert.fields().get(field) != null || isOfContainer(field) && isOnHost(alert);
    }

    /** Whether only processes in containers have it. */
    private static boolean isOfContainer(String field) {
        return field.startsWith(CONTAINER) || field.startsWith("k8s.") || field.startsWith("k8smeta.");
    }

    private static boolean isOnHost(Alert alert) {
        return alert.fields().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(CONTAINER))
                .anyMatch(entry -> Objects.equals(entry.getValue(), HOST));
    }
}
