// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/** Strings of bytes, one {@code char} each, and what of them is UTF-8. */
public final class Utf8 {
    private static final int REPLACEMENT = 0xfffd;

    private Utf8() {}

    /** A text in which what is no UTF-8 is U+FFFD. */
    public static String valid(String bytes) {
        return isAscii(bytes) ? bytes : encoded(decoded(bytes));
    }

    /** A text in which what is no UTF-8, or can't be printed, is U+FFFD. */
    static String printable(String bytes) {
        StringBuilder text = new StringBuilder(bytes.length());
        decoded(bytes).codePoints().map(c -> isPrintable(c) ? c : REPLACEMENT).forEach(text::appendCodePoint);
        return encoded(text.toString());
    }

    private static boolean isPrintable(int codePoint) {
        boolean control = codePoint < 0x20 || codePoint >= 0x7f && codePoint < 0xa0;
        boolean none = codePoint >= 0xfdd0 && codePoint <= 0xfdef || (codePoint & 0xfffe) == 0xfffe;
        return !control && !none;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static String decoded(String bytes) {
        return new String(bytes.getBytes(ISO_8859_1), UTF_8);
    }

    private static String encoded(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }
}
