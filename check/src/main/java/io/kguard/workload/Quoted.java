// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import io.kguard.internal.message.Visible;
import org.apiguardian.api.API;

/** Shows strings from untrusted sources in messages: short, on one line, without terminal control characters. */
@API(status = API.Status.INTERNAL)
public final class Quoted {
    private static final int MOST = 80;

    private Quoted() {}

    /** The string in quotation marks. */
    public static String of(String text) {
        return "\"" + plain(text) + "\"";
    }

    /** The last characters of the string in quotation marks: programs mostly say at the end what is wrong. */
    public static String end(String text) {
        return text.length() > MOST ? "\"..." + Visible.of(text.substring(text.length() - MOST)) + "\"" : of(text);
    }

    /** The first characters of the string, without quotation marks. */
    public static String plain(String text) {
        return text.length() > MOST ? Visible.of(text.substring(0, MOST)) + "..." : Visible.of(text);
    }
}
