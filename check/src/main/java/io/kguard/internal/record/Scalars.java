// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.event.JsonValue;
import io.kguard.event.JsonWriter;
import java.util.BitSet;

/** Strings, numbers and bits of a JSON. */
final class Scalars {
    private Scalars() {}

    static String text(JsonValue json) {
        if (json.tree() instanceof String latin) {
            return text(latin);
        }
        throw new IllegalArgumentException("a string is expected");
    }

    /** A string that was read byte by byte. */
    static String text(String latin) {
        return new String(latin.getBytes(ISO_8859_1), UTF_8);
    }

    static boolean truth(JsonValue json) {
        if (json.tree() instanceof Boolean truth) {
            return truth;
        }
        throw new IllegalArgumentException("true or false is expected");
    }

    static long whole(JsonValue json) {
        if (json.tree() instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException("a whole number is expected");
    }

    static double number(JsonValue json) {
        return json.tree() instanceof Number number ? number.doubleValue() : Double.parseDouble(text(json));
    }

    /** JSON has no number that is not finite. */
    static void write(JsonWriter json, double number) {
        if (Double.isFinite(number)) {
            json.value(number);
        } else {
            json.value(Double.toString(number));
        }
    }

    static void write(JsonWriter json, BitSet bits) {
        json.array();
        for (long word : bits.toLongArray()) {
            json.value(word);
        }
        json.end();
    }

    static BitSet bits(JsonValue json) {
        long[] words = new long[json.size()];
        for (int i = 0; i < words.length; i++) {
            words[i] = whole(json.element(i));
        }
        return BitSet.valueOf(words);
    }
}
