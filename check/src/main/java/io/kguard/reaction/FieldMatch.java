// SPDX-License-Identifier: Apache-2.0
package io.kguard.reaction;

import io.kguard.output.GoText;
import java.util.Map;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Compares an output field of an alert with a text.
 *
 * @param field the field's name
 * @param equal whether they must be equal; otherwise they must not. A field that is absent equals nothing
 * @param value the text
 */
@API(status = API.Status.INTERNAL)
public record FieldMatch(String field, boolean equal, String value) {
    boolean holds(Map<String, @Nullable Object> fields) {
        return (fields.containsKey(field) && value.equals(text(fields.get(field)))) == equal;
    }

    /** A value as Falco Talon, a program in Go, prints it. */
    public static String text(@Nullable Object value) {
        return GoText.withFloats(value);
    }
}
