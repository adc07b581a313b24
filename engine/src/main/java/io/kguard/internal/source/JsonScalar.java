// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.event.JsonValue;
import org.jspecify.annotations.Nullable;

/** Reads numbers and truth values, also those that a service writes as strings. */
public final class JsonScalar {
    private JsonScalar() {}

    /** A whole number without a sign, of 64 bits; null if it is none. */
    public static @Nullable Long number(JsonValue value) {
        boolean scalar = value.kind() == JsonValue.Kind.NUMBER || value.kind() == JsonValue.Kind.STRING;
        String text = value.text();
        if (!scalar || text.isEmpty() || text.length() > 20 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            return null; // of more than 64 bits
        }
    }

    /** True or false; null if it is neither. */
    public static @Nullable Boolean flag(JsonValue value) {
        boolean scalar = value.kind() == JsonValue.Kind.BOOLEAN || value.kind() == JsonValue.Kind.STRING;
        return !scalar
                ? null
                : switch (value.text()) {
                    case "true" -> Boolean.TRUE;
                    case "false" -> Boolean.FALSE;
                    default -> null;
                };
    }
}
