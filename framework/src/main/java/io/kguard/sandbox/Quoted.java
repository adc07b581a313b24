// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import org.apiguardian.api.API;

/** Shows strings from untrusted sources in messages: short, on one line, without terminal control characters. */
@API(status = API.Status.INTERNAL)
public final class Quoted {
    private static final int MOST = 80;

    private Quoted() {}

    /** The string in quotation marks. */
    static String of(String text) {
        return "\"" + plain(text) + "\"";
    }

    /** The first characters of the string, without quotation marks. */
    static String plain(String text) {
        return text.length() > MOST ? visible(text.substring(0, MOST)) + "..." : visible(text);
    }

    /** The whole string, with invisible characters escaped as in Java. */
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
