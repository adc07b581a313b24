// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.event.EventTime;
import io.kguard.event.JsonValue;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Reads documents as fastjson does, the library of most of Falco's plugins. */
final class FastJson {

    private FastJson() {}

    /** The characters of a string; the empty string for a value that is none. Null if there is no value. */
    static @Nullable String text(JsonValue from, String... path) {
        JsonValue value = from.get(path);
        return value == null ? null : characters(value);
    }

    /** The characters of a string; the empty string if there is none. */
    static String textOrEmpty(JsonValue from, String... path) {
        JsonValue value = from.get(path);
        return value == null ? "" : characters(value);
    }

    private static String characters(JsonValue value) {
        return value.kind() == JsonValue.Kind.STRING ? value.text() : "";
    }

    /** The characters of a string; null if there is none. */
    static @Nullable String string(JsonValue from, String... path) {
        JsonValue value = from.get(path);
        return value != null && value.kind() == JsonValue.Kind.STRING ? value.text() : null;
    }

    /** Whether a value is true. */
    static boolean isTrue(JsonValue from, String... path) {
        JsonValue value = from.get(path);
        return value != null
                && value.kind() == JsonValue.Kind.BOOLEAN
                && value.text().equals("true");
    }

    /** An array; null if there is none. */
    static @Nullable JsonValue array(JsonValue from, String... path) {
        JsonValue value = from.get(path);
        return value != null && value.kind() == JsonValue.Kind.ARRAY ? value : null;
    }

    static boolean isObject(@Nullable JsonValue value) {
        return value != null && value.kind() == JsonValue.Kind.OBJECT;
    }

    /** A number without a sign: its whole part, and 0 for a value that is none. */
    static long number(JsonValue value) {
        if (value.kind() != JsonValue.Kind.NUMBER) {
            return 0;
        }
        try {
            return Long.parseUnsignedLong(value.text());
        } catch (NumberFormatException e) {
            return (long) Double.parseDouble(value.text());
        }
    }

    /**
     * A time in nanoseconds since the epoch.
     *
     * @param event what the event is called in messages
     * @throws SourceEventException if there is none
     */
    static long time(String event, JsonValue from, String key) {
        JsonValue value = from.get(key);
        if (value == null || value.kind() != JsonValue.Kind.STRING) {
            throw new SourceEventException(event + " has no \"" + key + "\", so it has no time");
        }
        try {
            return EventTime.nanos(OffsetDateTime.parse(value.text()).toInstant());
        } catch (DateTimeException | ArithmeticException e) {
            throw new SourceEventException("the \"" + key + "\" of " + event + " is " + value
                    + "; a time such as \"2026-11-24T17:35:48Z\" is expected");
        }
    }
}
