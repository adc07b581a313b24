// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Pattern;

/** Strings of bytes, one {@code char} each, and what of them is UTF-8. */
public final class Utf8 {
    private static final int REPLACEMENT = 0xfffd;

    /** The first byte of an encoded surrogate. */
    private static final Pattern SURROGATE = Pattern.compile("\u00ed(?=[\u00a0-\u00bf])");

    /** The least character of so many bytes. */
    private static final int[] LEAST = {0, 0, 0x80, 0x800, 0x10000};

    private Utf8() {}

    /** The text of an alert: each longest beginning of a character that does not go on is U+FFFD. */
    public static String text(CharSequence bytes) {
        String text = bytes.toString();
        // Java takes a surrogate as a whole
        return isAscii(text) ? text : decoded(SURROGATE.matcher(text).replaceAll("\u00ff"));
    }

    /**
     * A string of {@code output_fields}. Falco's library for these takes as many bytes as the first one tells, without a look
     * at the others: {@code e9 2e 74} is one character of an Asian script.
     */
    public static String field(CharSequence bytes) {
        String ascii = bytes.toString();
        if (isAscii(ascii)) {
            return ascii;
        }
        StringBuilder text = new StringBuilder(bytes.length());
        for (int i = 0; i < bytes.length(); ) {
            int first = bytes.charAt(i);
            int length = first < 0x80 || first >= 0xf8 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
            boolean whole = first < 0xf8 && i + length <= bytes.length();
            length = whole ? length : 1;
            int code = length == 1 ? first : first & 0xff >> length + 1;
            for (int k = i + 1; k < i + length; k++) {
                code = code << 6 | bytes.charAt(k) & 0x3f;
            }
            boolean surrogate = code >> 11 == 0x1b;
            // beyond the last character only what fits into two surrogates is left
            int kept = code < 0x10000 ? code : 0x10000 + (code - 0x10000 & 0xfffff);
            text.appendCodePoint(!whole || surrogate || code < LEAST[length] ? REPLACEMENT : kept);
            i += length;
        }
        return text.toString();
    }

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
