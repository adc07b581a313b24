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
 */
@API(status = API.Status.STABLE)
public record ExpectedAlert(
        @Nullable String source, @Nullable Priority priority, Map<String, String> fields) {
    /** Any alert of the rule. */
    public static final ExpectedAlert ANY = new ExpectedAlert(null, null, Map.of());

    /** Copies the map. */
    public ExpectedAlert {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** Whether any alert is like this. */
    public boolean isAny() {
        return source == null && priority == null && fields.isEmpty();
    }

    /** In what an alert differs from this, in sentences; empty if it is like this. */
    public List<String> differences(Alert alert) {
        List<String> differences = new ArrayList<>();
        if (source != null && !source.equals(alert.source())) {
            differences.add(difference("source", alert.source(), source));
        }
        if (priority != null && priority != alert.priority()) {
            differences.add(difference("priority", alert.priority().label(), priority.label()));
        }
        fields.forEach((name, expected) -> {
            Object value = alert.fields().get(name);
            String found = value == null ? "<NA>" : value.toString();
            if (value == null || !found.equals(expected)) {
                differences.add(difference(name, found.isEmpty() ? "empty" : found, expected));
            }
        });
        return differences;
    }

    private static String difference(String what, String found, String expected) {
        return what + " is " + found + ", not " + expected;
    }
}
