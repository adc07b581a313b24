// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.engine.Alert;
import io.kguard.rule.Priority;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * What an alert has to be like. What is not said of it does not matter.
 *
 * @param source the source of its rule; null for any
 * @param priority its priority; null for any
 * @param fields names of fields and their values as strings. Fields that the rule's output does not have are evaluated
 *     in addition to it
 * @param output a string that the text of the alert contains; null for any text
 */
@API(status = API.Status.STABLE)
public record ExpectedAlert(
        @Nullable String source,
        @Nullable Priority priority,
        Map<String, String> fields,
        @API(status = API.Status.EXPERIMENTAL) @Nullable String output) {
    /** Any alert of the rule. */
    public static final ExpectedAlert ANY = new ExpectedAlert(null, null, Map.of());

    private static final String NO_VALUE = "<NA>";

    /**
     * Something in which an alert is not as expected.
     *
     * @param what the source, the priority, the output or the name of a field
     */
    @API(status = API.Status.EXPERIMENTAL)
    public record Difference(String what, String expected, String actual) {
        @Override
        public String toString() {
            return what + " is " + actual + ", not " + expected;
        }
    }

    /** Copies the map. */
    public ExpectedAlert {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** An alert with any text. */
    public ExpectedAlert(@Nullable String source, @Nullable Priority priority, Map<String, String> fields) {
        this(source, priority, fields, null);
    }

    /** Whether any alert is like this. */
    public boolean isAny() {
        return source == null && priority == null && fields.isEmpty() && output == null;
    }

    /** In what an alert differs from this, in sentences; empty if it is like this. */
    public List<String> differences(Alert alert) {
        return compared(alert).stream().map(Difference::toString).toList();
    }

    /** In what an alert differs from this; empty if it is like this. */
    @API(status = API.Status.EXPERIMENTAL)
    public List<Difference> compared(Alert alert) {
        List<Difference> differences = new ArrayList<>();
        if (source != null && !source.equals(alert.source())) {
            differences.add(new Difference("source", source, alert.source()));
        }
        if (priority != null && priority != alert.priority()) {
            differences.add(new Difference(
                    "priority", priority.label(), alert.priority().label()));
        }
        fields.forEach((name, expected) -> {
            Object value = alert.fields().get(name);
            String actual = value == null ? NO_VALUE : value.toString();
            if (value == null || !actual.equals(expected)) {
                differences.add(new Difference(name, expected, actual.isEmpty() ? "empty" : actual));
            }
        });
        if (output != null && !alert.message().contains(output)) {
            differences.add(new Difference("output", "... " + output + " ...", alert.message()));
        }
        return differences;
    }
}
