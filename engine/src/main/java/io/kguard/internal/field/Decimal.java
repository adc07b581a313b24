// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import java.math.BigInteger;
import java.util.regex.Pattern;

/** Decimal numbers as C reads them: blanks before them don't count, and what 64 bits can't hold is the nearest they can. */
public final class Decimal {
    private static final Pattern NUMBER = Pattern.compile("[ \\t\\n\\x0B\\f\\r]*[+-]?[0-9]+");
    private static final BigInteger LARGEST_UNSIGNED =
            BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);
    /** More digits than 64 bits can hold, and few enough for arithmetic. */
    private static final int DIGITS = 24;

    private Decimal() {}

    /**
     * A signed number.
     *
     * @throws NumberFormatException with Falco's message if it is none
     */
    public static long signed(String text) {
        return value(text)
                .max(BigInteger.valueOf(Long.MIN_VALUE))
                .min(BigInteger.valueOf(Long.MAX_VALUE))
                .longValue();
    }

    /**
     * An unsigned number; below zero they count from the largest downwards.
     *
     * @throws NumberFormatException with Falco's message if it is none
     */
    public static long unsigned(String text) {
        BigInteger value = value(text);
        return (value.abs().compareTo(LARGEST_UNSIGNED) > 0 ? LARGEST_UNSIGNED : value).longValue();
    }

    private static BigInteger value(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new NumberFormatException(text + " is not a valid number");
        }
        String number = text.strip();
        boolean negative = number.charAt(0) == '-';
        String digits = number.replaceFirst("^[+-]?0*(?=[0-9])", "");
        BigInteger magnitude = new BigInteger(digits.length() > DIGITS ? digits.substring(0, DIGITS) : digits);
        return negative ? magnitude.negate() : magnitude;
    }
}
