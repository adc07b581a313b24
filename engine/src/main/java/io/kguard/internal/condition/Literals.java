// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.event.ParamType;
import java.util.HexFormat;

/** Values as rules write them, by the type of the field they are compared with. Messages are Falco's. */
final class Literals {
    private Literals() {}

    /** A number in the form in which the context's register holds it: cut to the type's size, then extended. */
    static long number(String text, ParamType type) {
        if (type == ParamType.PORT) {
            return port(text);
        }
        if (type == ParamType.BOOL) {
            return bool(text);
        }
        return fit(integer(text), type);
    }

    private static long bool(String text) {
        return switch (text) {
            case "true" -> 1;
            case "false" -> 0;
            default -> throw new IllegalArgumentException("filter error: unrecognized boolean value " + text);
        };
    }

    private static long port(String text) {
        if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return text.isEmpty() ? 0 : integer(text) & 0xffff;
        }
        Integer port = Services.port(text);
        if (port == null) {
            throw new IllegalArgumentException("unrecognized protocol " + text);
        }
        return port;
    }

    static long integer(String text) {
        if (!text.matches("[+-]?[0-9]+")) {
            throw new IllegalArgumentException(text + " is not a valid number");
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            // as C's conversions: what does not fit is the nearest that does
            boolean negative = text.startsWith("-");
            String digits = text.replaceFirst("^[+-]?0*", "");
            if (!negative && digits.length() <= 20 && new java.math.BigInteger(digits).bitLength() == 64) {
                return Long.parseUnsignedLong(digits);
            }
            return negative ? Long.MIN_VALUE : -1;
        }
    }

    /** A number as a value of a type holds it. */
    static long fit(long value, ParamType type) {
        boolean signed = type.kind() == ParamType.Kind.SIGNED;
        return switch (type.size()) {
            case 1 -> signed ? (byte) value : value & 0xff;
            case 2 -> signed ? (short) value : value & 0xffff;
            case 4 -> signed ? (int) value : value & 0xffffffffL;
            default -> value;
        };
    }

    /** Pairs of hexadecimal digits as bytes. */
    static String hex(String text) {
        try {
            return new String(HexFormat.of().parseHex(text), java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "filter error: bcontains and bstartswith operator support hex strings only");
        }
    }
}
