// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.FalcoVersion;

/** Removes unprintable bytes from strings. */
final class Printable {
    private Printable() {}

    /** A string as a Falco shows it: until 0.44 without unprintable bytes. */
    public static String shown(String text, FalcoVersion version) {
        return version.atLeast(FalcoVersion.V0_45) ? text : only(text);
    }

    /** The bytes from 0x20 to 0x7E of a string; the string itself if it has no others. */
    public static String only(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!is(text.charAt(i))) {
                StringBuilder out = new StringBuilder(text.length());
                for (int j = 0; j < text.length(); j++) {
                    if (is(text.charAt(j))) {
                        out.append(text.charAt(j));
                    }
                }
                return out.toString();
            }
        }
        return text;
    }

    /** The string with a dot for each unprintable byte. */
    public static String dotted(String bytes) {
        for (int i = 0; i < bytes.length(); i++) {
            if (!is(bytes.charAt(i))) {
                char[] chars = bytes.toCharArray();
                for (; i < chars.length; i++) {
                    chars[i] = is(chars[i]) ? chars[i] : '.';
                }
                return new String(chars);
            }
        }
        return bytes;
    }

    static boolean is(char c) {
        return c >= 0x20 && c <= 0x7e;
    }
}
