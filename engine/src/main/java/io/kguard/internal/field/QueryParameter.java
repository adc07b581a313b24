// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import org.jspecify.annotations.Nullable;

/** Reads the parameters of a URI's query as Go's library does: a mistake in one of them makes all of them absent. */
final class QueryParameter {
    private QueryParameter() {}

    /** The first value of a parameter, all Latin-1; null if absent. */
    static @Nullable public String first(String uri, String name) {
        int fragment = uri.indexOf('#');
        String whole = fragment < 0 ? uri : uri.substring(0, fragment);
        int mark = whole.indexOf('?');
        if (mark < 0) {
            return null;
        }
        String found = null;
        for (String pair : whole.substring(mark + 1).split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String key = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            if (pair.indexOf(';') >= 0 || key == null || value == null) {
                return null;
            }
            if (found == null && key.equals(name)) {
                found = value;
            }
        }
        return found;
    }

    /** The bytes of a word, or null if an escape in it is invalid. */
    private static @Nullable String decoded(String word) {
        StringBuilder out = new StringBuilder(word.length());
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c != '%') {
                out.append(c == '+' ? ' ' : c);
                continue;
            }
            int high = i + 2 < word.length() ? Character.digit(word.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(word.charAt(i + 2), 16);
            if (low < 0) {
                return null;
            }
            out.append((char) (high << 4 | low));
            i += 2;
        }
        return out.toString();
    }
}
