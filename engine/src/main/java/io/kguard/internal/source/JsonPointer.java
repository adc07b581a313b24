// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.event.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in a document (RFC 6901), such as {@code /user/name} or {@code /groups/0}.
 *
 * @param text as it is written
 * @param keys the keys and indexes on the way, Latin-1
 */
record JsonPointer(String text, List<String> keys) {
    private static final int MOST_KEYS = 100;

    JsonPointer {
        keys = List.copyOf(keys);
    }

    /**
     * Parses a pointer.
     *
     * @throws IllegalArgumentException if it is none; the message says why
     */
    static JsonPointer parse(String text) {
        List<String> keys = new ArrayList<>();
        if (!text.isEmpty() && text.charAt(0) != '/') {
            throw new IllegalArgumentException("it must begin with a slash, as /user/name does");
        }
        for (int at = 0; at < text.length(); ) {
            int end = text.indexOf('/', at + 1);
            end = end < 0 ? text.length() : end;
            keys.add(unescaped(text.substring(at + 1, end)));
            at = end;
        }
        if (keys.size() > MOST_KEYS) {
            throw new IllegalArgumentException("it has more than " + MOST_KEYS + " keys");
        }
        return new JsonPointer(text, keys);
    }

    private static String unescaped(String key) {
        for (int tilde = key.indexOf('~'); tilde >= 0; tilde = key.indexOf('~', tilde + 1)) {
            char next = tilde + 1 < key.length() ? key.charAt(tilde + 1) : 0;
            if (next != '0' && next != '1') {
                throw new IllegalArgumentException("a ~ is written ~0, and a slash within a key ~1");
            }
        }
        String plain = key.replace("~1", "/").replace("~0", "~");
        return new String(plain.getBytes(UTF_8), ISO_8859_1);
    }

    /** The value at the place; null if there is none, or if it is JSON's null. */
    @Nullable
    JsonValue find(JsonValue document) {
        JsonValue value = document;
        for (int i = 0; i < keys.size() && value != null; i++) {
            value = member(value, keys.get(i));
        }
        return value == null || value.kind() == JsonValue.Kind.NULL ? null : value;
    }

    /** A member of an object, or an element of an array by its index, which has no further zeros or signs. */
    static @Nullable JsonValue member(JsonValue value, String key) {
        boolean index = key.equals("0") || key.matches("[1-9][0-9]{0,8}");
        return value.kind() == JsonValue.Kind.ARRAY && !index ? null : value.get(key);
    }

    @Override
    public String toString() {
        return text;
    }
}
