// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A POSIX {@code fnmatch} pattern without flags: {@code *} and {@code ?} also match slashes and leading dots, and a
 * backslash quotes the next character. Bytes are characters.
 *
 * <p>By hand, because the JDK's glob is for paths: its {@code *} stops at a slash.
 */
public final class Glob {
    private final String text;
    private final boolean ignoreCase;
    private final int[] pattern;

    private static final int ANY = -1;
    private static final int STAR = -2;
    /** Sets are numbered downwards from this. */
    private static final int SET = -3;

    private final List<boolean[]> sets = new ArrayList<>();

    /**
     * Parses any string as a pattern; what is not special matches literally.
     *
     * @param ignoreCase whether ASCII letters match in either case
     */
    public Glob(String text, boolean ignoreCase) {
        this.text = text;
        this.ignoreCase = ignoreCase;
        this.pattern = compile();
    }

    /** Whether a string contains pattern characters. */
    public static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0;
    }

    private int[] compile() {
        int[] out = new int[text.length()];
        int size = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '*') {
                if (size == 0 || out[size - 1] != STAR) {
                    out[size++] = STAR;
                }
            } else if (c == '?') {
                out[size++] = ANY;
            } else if (c == '\\' && i + 1 < text.length()) {
                out[size++] = fold(text.charAt(++i));
            } else {
                int end = c == '[' ? GlobSet.end(text, i) : -1;
                if (end < 0) {
                    out[size++] = fold(c);
                } else {
                    sets.add(GlobSet.parse(text, i, end, ignoreCase));
                    out[size++] = SET - (sets.size() - 1);
                    i = end;
                }
            }
        }
        return Arrays.copyOf(out, size);
    }

    private int fold(char c) {
        return ignoreCase && c >= 'A' && c <= 'Z' ? c + 32 : c;
    }

    /** Whether the whole string matches; takes at most pattern length times string length steps. */
    public boolean matches(String value) {
        int p = 0;
        int v = 0;
        int star = -1;
        int retry = 0;
        while (v < value.length()) {
            if (p < pattern.length && pattern[p] == STAR) {
                star = p++;
                retry = v;
            } else if (p < pattern.length && matches(pattern[p], value.charAt(v))) {
                p++;
                v++;
            } else if (star >= 0) {
                p = star + 1;
                v = ++retry;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == STAR) {
            p++;
        }
        return p == pattern.length;
    }

    private boolean matches(int element, char c) {
        if (element == ANY) {
            return true;
        }
        return element <= SET ? sets.get(SET - element)[c & 0xff] : element == fold(c);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Glob glob && glob.text.equals(text) && glob.ignoreCase == ignoreCase;
    }

    @Override
    public int hashCode() {
        return text.hashCode() + (ignoreCase ? 1 : 0);
    }

    @Override
    public String toString() {
        return text;
    }
}
