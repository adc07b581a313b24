// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Converts between strings in rule files and byte strings in events, which are held as Latin-1. */
public final class Texts {
    private Texts() {}

    /** The bytes of a literal, as a Latin-1 string. */
    public static String toBytes(String literal) {
        if (isAscii(literal)) {
            return literal;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        literal.codePoints().forEach(c -> {
            if (Escapes.isRawByte(c)) {
                bytes.write(Escapes.rawByte(c));
            } else {
                bytes.writeBytes(Character.toString(c).getBytes(UTF_8));
            }
        });
        return bytes.toString(ISO_8859_1);
    }

    /** A byte string as a readable string. */
    public static String toText(String bytes) {
        return isAscii(bytes) ? bytes : new String(bytes.getBytes(ISO_8859_1), UTF_8);
    }

    /** A string in a rule file as it is shown: what is no UTF-8 is U+FFFD. */
    public static String shown(String literal) {
        return toText(toBytes(literal));
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
