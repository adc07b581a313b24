// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.event.JsonValue;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads documents as Go's {@code encoding/json} reads them into a structure. */
final class GoStruct {
    private GoStruct() {}

    /** The last member with a name, in lower or upper case; null for none, and for the value null. */
    static @Nullable JsonValue member(JsonValue from, String... path) {
        JsonValue value = from;
        for (String name : path) {
            value = value == null ? null : last(value, name);
        }
        return value;
    }

    private static @Nullable JsonValue last(JsonValue object, String name) {
        for (int i = object.size() - 1; i >= 0 && object.kind() == JsonValue.Kind.OBJECT; i--) {
            if (object.key(i).equalsIgnoreCase(name) && object.element(i).kind() != JsonValue.Kind.NULL) {
                return object.element(i);
            }
        }
        return null;
    }

    /** A number as {@code %v} writes it. */
    static String real(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return value == 0 ? "0" : String.format(Locale.ROOT, "%.0f", value);
        }
        String text = Double.toString(value);
        int exponent = text.indexOf('E');
        return exponent < 0 ? text : scientific(text, exponent);
    }

    /** Java writes 1.0E-5 where Go writes 1e-05. */
    private static String scientific(String text, int exponent) {
        int power = Integer.parseInt(text.substring(exponent + 1));
        if (power >= -4 && power < 21) {
            return new BigDecimal(text).stripTrailingZeros().toPlainString();
        }
        String digits = text.substring(0, exponent);
        String whole = digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits;
        return whole + String.format(Locale.ROOT, "e%s%02d", power < 0 ? "-" : "+", Math.abs(power));
    }
}
