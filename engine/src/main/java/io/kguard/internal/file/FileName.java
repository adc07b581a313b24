// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.file;

import java.util.Locale;

/** Names files by what they are about. */
public final class FileName {
    /** File systems take 255 bytes; numbers and endings follow. */
    private static final int MOST = 100;

    private FileName() {}

    /** The words of a text in small letters of ASCII, joined by dashes, up to 100 characters; empty if it has none. */
    public static String of(String text) {
        String words =
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceFirst("^-", "");
        return words.substring(0, Math.min(MOST, words.length())).replaceFirst("-$", "");
    }
}
