// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import java.util.ArrayList;
import java.util.List;

/** Lists in strings of events: each entry is followed by a NUL. */
final class NulList {
    private NulList() {}

    /** The entries joined by spaces, without creating them. */
    static String join(String text) {
        String entries = text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
        return entries.replace('\0', ' ');
    }

    /** The entries. The last NUL may be missing. */
    static List<String> split(String text) {
        int end = text.endsWith("\0") ? text.length() - 1 : text.length();
        if (end <= 0) {
            return List.of();
        }
        List<String> entries = new ArrayList<>();
        int start = 0;
        for (int nul = text.indexOf('\0'); nul >= 0 && nul < end; nul = text.indexOf('\0', start)) {
            entries.add(text.substring(start, nul));
            start = nul + 1;
        }
        entries.add(text.substring(start, end));
        return List.copyOf(entries);
    }
}
