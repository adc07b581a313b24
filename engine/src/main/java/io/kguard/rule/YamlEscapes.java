// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

/** Escapes in quotes. */
final class YamlEscapes {
    private YamlEscapes() {}

    /** Reads an escape and returns what it stands for. */
    static String read(YamlStream in) {
        char sign = in.next();
        char c = in.next();
        if (sign == '\'' && c == '\'') {
            return "'";
        }
        return switch (c) {
            case '0' -> "\0";
            case 'a' -> "\7";
            case 'b' -> "\b";
            case 't', '\t' -> "\t";
            case 'n' -> "\n";
            case 'v' -> "\13";
            case 'f' -> "\f";
            case 'r' -> "\r";
            case 'e' -> "\33";
            case ' ', '"', '\'', '\\', '/' -> String.valueOf(c);
            // Falco's parser has the bytes of Latin-1 here, which are no UTF-8
            case 'N' -> String.valueOf((char) (YamlEncoding.RAW_BYTES + 0x85));
            case '_' -> String.valueOf((char) (YamlEncoding.RAW_BYTES + 0xa0));
            case 'L' -> "\u2028";
            case 'P' -> "\u2029";
            case 'x' -> hex(in, 2);
            case 'u' -> hex(in, 4);
            case 'U' -> hex(in, 8);
            default -> throw new YamlException(in.offset(), "unknown escape character: " + c);
        };
    }

    private static String hex(YamlStream in, int digits) {
        int value = 0;
        boolean isHex = true;
        for (int i = 0; i < digits; i++) {
            int digit = Character.digit(in.peek() < 0x80 ? in.peek() : ' ', 16);
            isHex &= digit >= 0;
            value = value << 4 | Math.max(0, digit);
            in.next();
        }
        if (!isHex) {
            throw new YamlException(in.offset(), "bad character found while scanning hex number");
        } else if (!Character.isValidCodePoint(value) || value >= 0xd800 && value <= 0xdfff) {
            throw new YamlException(in.offset(), "invalid unicode: " + Integer.toUnsignedString(value));
        }
        return Character.toString(value);
    }
}
