// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import org.apiguardian.api.API;

/** Texts of strangers as messages show them: short, on one line, with nothing in it that a terminal would obey. */
@API(status = API.Status.INTERNAL)
public final class Quoted {
    private static final int MOST = 80;

    private Quoted() {}

    /** The text in quotation marks. */
    static String of(String text) {
        return "\"" + plain(text) + "\"";
    }

    /** The first characters of the text, without quotation marks. */
    static String plain(String text) {
        return text.length() > MOST ? visible(text.substring(0, MOST)) + "..." : visible(text);
    }

    /** The whole text; what can't be seen in it stands there as in a string of Java. */
    public static String visible(String text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> shown.append("\\n");
                case '\t' -> shown.append("\\t");
                case '\r' -> shown.append("\\r");
                default -> {
                    if (TextRules.isControl(c)) {
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
