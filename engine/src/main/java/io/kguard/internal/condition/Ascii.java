// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

/** Comparisons that ignore the case of ASCII letters only. */
final class Ascii {
    private Ascii() {}

    static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }

    static String lower(String text) {
        StringBuilder lower = new StringBuilder(text);
        for (int i = 0; i < lower.length(); i++) {
            lower.setCharAt(i, lower(lower.charAt(i)));
        }
        return lower.toString();
    }

    /** Whether a string contains another, which is in lower case. */
    static boolean containsIgnoringCase(String text, String lower) {
        int last = text.length() - lower.length();
        if (lower.isEmpty()) {
            return true;
        }
        char first = lower.charAt(0);
        for (int i = 0; i <= last; i++) {
            if (lower(text.charAt(i)) == first && matches(text, i, lower)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String text, int start, String lower) {
        for (int i = 1; i < lower.length(); i++) {
            if (lower(text.charAt(start + i)) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
