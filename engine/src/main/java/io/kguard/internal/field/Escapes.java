// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.FalcoVersion;

/** The escapes of quoted strings. */
public final class Escapes {
    /**
     * A byte from 0x80 that is written as {@code \xHH} need not be UTF-8. Until it is converted to a byte, it is an
     * unpaired surrogate, this plus the byte, which no string contains otherwise.
     */
    private static final char RAW_BYTES = 0xdc00;

    private Escapes() {}

    /**
     * The value of a quoted string.
     *
     * @param quoted the string with its quotes
     * @throws IllegalArgumentException with Falco's message if it has an unknown escape
     */
    public static String resolve(String quoted, FalcoVersion version) {
        char quote = quoted.charAt(0);
        StringBuilder value = new StringBuilder(quoted.length());
        for (int i = 1; i < quoted.length() - 1; i++) {
            char c = quoted.charAt(i);
            if (c != '\\') {
                value.append(c);
                continue;
            }
            char escaped = quoted.charAt(++i);
            switch (escaped) {
                case 'b' -> value.append('\b');
                case 'f' -> value.append('\f');
                case 'n' -> value.append('\n');
                case 'r' -> value.append('\r');
                case 't' -> value.append('\t');
                case '\\', '/' -> value.append(escaped);
                // the only way to write a backslash at the end of a quoted string
                case ' ' -> value.append('\\');
                case '"', '\'' -> {
                    if (escaped != quote) {
                        throw new IllegalArgumentException(
                                "invalid \\" + escaped + " escape in " + quote + "-quoted string");
                    }
                    value.append(escaped);
                }
                case 'x' -> {
                    if (!version.atLeast(FalcoVersion.V0_45)) {
                        throw unsupported(escaped);
                    }
                    i = hex(quoted, i + 1, value);
                }
                default -> throw unsupported(escaped);
            }
        }
        return value.toString();
    }

    private static int hex(String quoted, int start, StringBuilder value) {
        int high = start < quoted.length() - 1 ? Character.digit(quoted.charAt(start), 16) : -1;
        int low = start + 1 < quoted.length() - 1 ? Character.digit(quoted.charAt(start + 1), 16) : -1;
        if (high < 0 || low < 0) {
            throw new IllegalArgumentException("invalid hex escape: \\x must be followed by two hexadecimal digits");
        }
        int octet = high << 4 | low;
        if (octet == 0) {
            throw new IllegalArgumentException("filter value cannot contain a NUL byte (\\x00)");
        }
        value.append((char) (octet < 0x80 ? octet : RAW_BYTES + octet));
        return start + 1;
    }

    private static IllegalArgumentException unsupported(char escaped) {
        return new IllegalArgumentException("unsupported string escape sequence: \\" + escaped);
    }

    /** Whether a character of a resolved string is a raw byte. */
    public static boolean isRawByte(int codePoint) {
        return codePoint >= RAW_BYTES + 0x80 && codePoint <= RAW_BYTES + 0xff;
    }

    /** The byte of such a character. */
    public static int rawByte(int codePoint) {
        return codePoint - RAW_BYTES;
    }

    /** A value as a quoted string, which {@link #resolve} converts back. */
    public static String quote(String value) {
        StringBuilder quoted = new StringBuilder(value.length() + 8).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\ ");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '\b' -> quoted.append("\\b");
                case '\f' -> quoted.append("\\f");
                default -> {
                    if (isRawByte(c) && !Character.isHighSurrogate(value.charAt(Math.max(0, i - 1)))) {
                        quoted.append(String.format("\\x%02x", rawByte(c)));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
