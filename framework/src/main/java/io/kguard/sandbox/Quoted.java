// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import io.kguard.internal.message.Visible;

/** Shows strings from untrusted sources in messages: short, on one line, without terminal control characters. */
final class Quoted {
    private static final int MOST = 80;

    private Quoted() {}

    /** The string in quotation marks. */
    static String of(String text) {
        return "\"" + plain(text) + "\"";
    }

    /** The first characters of the string, without quotation marks. */
    static String plain(String text) {
        return text.length() > MOST ? Visible.of(text.substring(0, MOST)) + "..." : Visible.of(text);
    }
}
