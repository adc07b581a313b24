// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

/** Makes strings safe for XML and HTML. */
public final class MarkupText {
    private MarkupText() {}

    /** Replaces characters that XML 1.0 does not allow. */
    static String legal(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.appendCodePoint(c == '\n' || c == '\t' ? c : legal(c)));
        return out.toString();
    }

    private static int legal(int c) {
        return c >= 0x20 && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c >= 0x10000 ? c : 0xFFFD;
    }

    /** Escapes markup, and replaces characters that XML 1.0 does not allow. */
    public static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\n', '\t' -> out.appendCodePoint(c);
                default -> out.appendCodePoint(legal(c));
            }
        });
        return out.toString();
    }
}
