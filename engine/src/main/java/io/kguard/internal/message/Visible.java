// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.message;

/** Shows strings from untrusted sources in messages: on one line, without terminal control characters. */
public final class Visible {
    private Visible() {}

    /** Whether a character controls a terminal, ends a line, or changes the direction of writing. */
    public static boolean isControl(char c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || c >= '\u202a' && c <= '\u202e';
    }

    /** The whole string, with invisible characters escaped as in Java. */
    public static String of(String text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> shown.append("\\n");
                case '\t' -> shown.append("\\t");
                case '\r' -> shown.append("\\r");
                default -> {
                    if (isControl(c)) {
                        shown.append(String.format("\\u%04x", (int) c));
                    } else {
                        shown.append(c);
                    }
                }
            }
        }
        return shown.toString();
    }
}
