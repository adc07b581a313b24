// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Formats numbers, and keeps the strings of frequent ones. */
final class NumberText {
    private static final int LOWEST = -256;
    private static final int HIGHEST = 4096;
    private static final String[] SMALL = new String[HIGHEST - LOWEST + 1];
    private static final int SIGNIFICANT_DIGITS = 6;

    static {
        for (int i = LOWEST; i <= HIGHEST; i++) {
            SMALL[i - LOWEST] = Integer.toString(i);
        }
    }

    private NumberText() {}

    /** A number in decimal. */
    public static String decimal(long number) {
        return number >= LOWEST && number <= HIGHEST ? SMALL[(int) number - LOWEST] : Long.toString(number);
    }

    /** Nanoseconds, unsigned, as seconds in C's {@code %g} format. */
    public static String seconds(long nanos) {
        double seconds = (nanos >= 0 ? nanos : new BigDecimal(Long.toUnsignedString(nanos)).doubleValue()) / 1e9;
        if (seconds == 0) {
            return "0s";
        }
        BigDecimal rounded = new BigDecimal(seconds).round(new MathContext(SIGNIFICANT_DIGITS, RoundingMode.HALF_EVEN));
        BigDecimal stripped = rounded.stripTrailingZeros();
        int exponent = stripped.precision() - stripped.scale() - 1;
        if (exponent >= -4 && exponent < SIGNIFICANT_DIGITS) {
            return stripped.toPlainString() + "s";
        }
        String digits = stripped.unscaledValue().toString();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        int size = Math.abs(exponent);
        return mantissa + "e" + (exponent < 0 ? "-" : "+") + (size < 10 ? "0" : "") + size + "s";
    }
}
