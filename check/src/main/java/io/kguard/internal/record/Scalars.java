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
        throw new RecordException("it must be a text");
    }

    /** A string that was read byte by byte. */
    static String text(String latin) {
        return new String(latin.getBytes(ISO_8859_1), UTF_8);
    }

    static boolean truth(JsonValue json) {
        if (json.tree() instanceof Boolean truth) {
            return truth;
        }
        throw new RecordException("it must be true or false");
    }

    static long whole(JsonValue json) {
        if (json.tree() instanceof Long number) {
            return number;
        }
        throw new RecordException("it must be a whole number");
    }

    static double number(JsonValue json) {
        return json.tree() instanceof Number number ? number.doubleValue() : Double.parseDouble(text(json));
    }

    /** A count or a share in a file for users. */
    static void requireFromZero(JsonValue json, boolean whole) {
        boolean right =
                json.tree() instanceof Number number && number.doubleValue() >= 0 && (!whole || number instanceof Long);
        if (!right) {
            throw new RecordException("it must be a " + (whole ? "whole " : "") + "number from 0");
        }
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
