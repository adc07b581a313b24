// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Bytes of events as strings of alerts. Falco writes an alert with two libraries, which differ in what is no UTF-8. Bytes are
 * held as Latin-1.
 */
final class AlertBytes {
    private static final char REPLACEMENT = '\ufffd';

    private AlertBytes() {}

    /** The text of an alert: each longest beginning of a character that does not go on is U+FFFD, as Unicode has it. */
    static String text(CharSequence bytes) {
        int ascii = ascii(bytes);
        if (ascii == bytes.length()) {
            return bytes.toString();
        }
        StringBuilder text = new StringBuilder(bytes.length()).append(bytes, 0, ascii);
        for (int i = ascii; i < bytes.length(); ) {
            int length = length(bytes, i);
            if (length > 0) {
                text.append(new String(bytes.subSequence(i, i + length).toString().getBytes(ISO_8859_1), UTF_8));
            } else {
                text.append(REPLACEMENT);
            }
            i += Math.abs(length);
        }
        return text.toString();
    }

    /**
     * A string of {@code output_fields}. Falco's library for these takes as many bytes as the first one tells, without a
     * look at the others: {@code e9 2e 74} is one character of an Asian script, and no {@code \ufffd.t}.
     */
    static String field(CharSequence bytes) {
        int ascii = ascii(bytes);
        if (ascii == bytes.length()) {
            return bytes.toString();
        }
        StringBuilder text = new StringBuilder(bytes.length()).append(bytes, 0, ascii);
        for (int i = ascii; i < bytes.length(); ) {
            char first = bytes.charAt(i);
            int length = first < 0x80 || first >= 0xf8 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
            if (first < 0x80) {
                text.append(first);
            } else if (first >= 0xf8 || i + length > bytes.length()) {
                text.append(REPLACEMENT);
                length = 1;
            } else {
                text.appendCodePoint(unchecked(bytes, i, length));
            }
            i += length;
        }
        return text.toString();
    }

    private static int unchecked(CharSequence bytes, int from, int length) {
        int code = bytes.charAt(from) & (length == 2 ? 0x1f : 0xff >> length + 1);
        for (int i = from + 1; i < from + length; i++) {
            code = code << 6 | bytes.charAt(i) & 0x3f;
        }
        int least = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
        if (code < least || code >= 0xd800 && code <= 0xdfff) {
            return REPLACEMENT;
        }
        // beyond the last character only what fits into two surrogates is left
        return code < 0x10000 ? code : 0x10000 + (code - 0x10000 & 0xfffff);
    }

    /** How many bytes the character at an index has; if there is none, how many begin one, as a negative number. */
    private static int length(CharSequence bytes, int from) {
        char first = bytes.charAt(from);
        if (first < 0x80) {
            return 1;
        }
        if (first < 0xc2 || first > 0xf4) {
            return -1;
        }
        int length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        for (int i = 1; i < length; i++) {
            int next = from + i < bytes.length() ? bytes.charAt(from + i) : 0;
            int least = i > 1 ? 0x80 : first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
            int most = i > 1 ? 0xbf : first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
            if (next < least || next > most) {
                return -i;
            }
        }
        return length;
    }

    private static int ascii(CharSequence bytes) {
        int i = 0;
        while (i < bytes.length() && bytes.charAt(i) < 0x80) {
            i++;
        }
        return i;
    }
}
