// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.event.ParamType;
import io.kguard.internal.field.Decimal;
import java.util.HexFormat;

/** Parses values in rules by the type of the field they are compared with. Messages are Falco's. */
final class Literals {
    private Literals() {}

    /** A number in the form of the context's register: cut to the type's size, then extended. */
    static long number(String text, ParamType type) {
        if (type == ParamType.PORT) {
            return port(text);
        }
        if (type == ParamType.BOOL) {
            return bool(text);
        }
        return fit(type.kind() == ParamType.Kind.UNSIGNED ? Decimal.unsigned(text) : Decimal.signed(text), type);
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
            long port = text.isEmpty() ? 0 : Decimal.signed(text);
            if (port > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        text + " is not a port: Falco stops with the error 'stoi' at this rule");
            }
            return port & 0xffff;
        }
        Integer port = Services.port(text);
        if (port == null) {
            throw new IllegalArgumentException("unrecognized protocol " + text);
        }
        return port;
    }

    /** A number that a floating-point value is compared with: Falco reads 32 bits. */
    static double real(String text) {
        return (int) Decimal.signed(text);
    }

    /** A number cut to the size of a type. */
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
