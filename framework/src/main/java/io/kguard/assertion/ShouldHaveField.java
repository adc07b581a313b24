// SPDX-License-Identifier: Apache-2.0
package io.kguard.assertion;

import io.kguard.engine.Alert;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.jspecify.annotations.Nullable;

/** An alert's field has another value, or is not in the output. */
final class ShouldHaveField extends BasicErrorMessageFactory {
    private ShouldHaveField(String text) {
        super("%s", unquotedString(text));
    }

    static ShouldHaveField different(Alert alert, String field, @Nullable Object expected) {
        return new ShouldHaveField(AlertText.subject(alert) + " has another value of " + field + ".\n    expected: "
                + text(expected) + "\n    actual:   " + text(alert.fields().get(field)));
    }

    static ShouldHaveField absent(Alert alert, String field) {
        Map<String, @Nullable Object> fields = alert.fields();
        String known = fields.keySet().stream()
                .map(name -> "\n    " + name + " = " + text(fields.get(name)))
                .collect(Collectors.joining());
        return new ShouldHaveField(AlertText.subject(alert) + " has no field " + field
                + ": the rule's output does not mention it." + (known.isEmpty() ? "" : "\n  Its fields:" + known)
                + "\n  Add %" + field + " to the output of the rule, or assert on one of these.");
    }

    private static String text(@Nullable Object value) {
        if (value == null) {
            return "(missing)";
        }
        return value instanceof String ? "\"" + value + "\"" : value.toString();
    }
}
