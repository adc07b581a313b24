// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import java.util.function.IntPredicate;

/** A bracket expression of a pattern, in the C locale. */
final class GlobSet {
    private GlobSet() {}

    /** Where a bracket expression ends, or -1 if the bracket does not start one. */
    static int end(String text, int start) {
        int i = start + 1;
        if (i < text.length() && (text.charAt(i) == '!' || text.charAt(i) == '^')) {
            i++;
        }
        for (int first = i; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ']' && i > first) {
                return i;
            }
            if (c == '[' && i + 1 < text.length() && ".:=".indexOf(text.charAt(i + 1)) >= 0) {
                int close = text.indexOf(text.charAt(i + 1) + "]", i + 2);
                if (close >= 0) {
                    i = close + 1;
                }
            } else if (c == '\\') {
                i++;
            }
        }
        return -1;
    }

    /** The bytes that a bracket expression matches. */
    static boolean[] parse(String text, int start, int end, boolean ignoreCase) {
        int i = start + 1;
        boolean negated = text.charAt(i) == '!' || text.charAt(i) == '^';
        i += negated ? 1 : 0;
        boolean[] set = new boolean[256];
        while (i < end) {
            if (text.startsWith("[:", i)) {
                int close = text.indexOf(":]", i);
                if (close > 0 && close < end) {
                    addClass(set, text.substring(i + 2, close));
                    i = close + 2;
                    continue;
                }
            }
            if (text.charAt(i) == '\\' && i + 1 < end) {
                i++;
            }
            char low = text.charAt(i++);
            char high = low;
            if (i + 1 < end && text.charAt(i) == '-') {
                i++;
                if (text.charAt(i) == '\\' && i + 1 < end) {
                    i++;
                }
                high = text.charAt(i++);
            }
            for (int c = low; c <= high; c++) {
                set[c & 0xff] = true;
            }
        }
        if (ignoreCase) {
            for (int c = 'a'; c <= 'z'; c++) {
                set[c] = set[c - 32] = set[c] || set[c - 32];
            }
        }
        for (int c = 0; negated && c < 256; c++) {
            set[c] = !set[c];
        }
        return set;
    }

    /** Adds a named class of ASCII characters. Returns whether the name is known. */
    public static boolean addClass(boolean[] set, String name) {
        IntPredicate in = switch (name) {
            case "alpha" -> c -> Character.isLetter(c);
            case "digit" -> c -> c >= '0' && c <= '9';
            case "alnum" -> c -> Character.isLetterOrDigit(c);
            case "upper" -> c -> c >= 'A' && c <= 'Z';
            case "lower" -> c -> c >= 'a' && c <= 'z';
            case "space" -> c -> c == ' ' || c >= 9 && c <= 13;
            case "blank" -> c -> c == ' ' || c == '\t';
            case "cntrl" -> c -> c < 32 || c == 127;
            case "punct" -> c -> c > 32 && c < 127 && !Character.isLetterOrDigit(c);
            case "print" -> c -> c >= 32 && c < 127;
            case "graph" -> c -> c > 32 && c < 127;
            case "xdigit" -> c -> Character.digit(c, 16) >= 0;
            case "word" -> c -> c == '_' || Character.isLetterOrDigit(c);
            case "ascii" -> c -> true;
            default -> null;
        };
        for (int c = 0; in != null && c < 128; c++) {
            set[c] |= in.test(c);
        }
        return in != null;
    }
}
