// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.internal.message.Wording;
import java.util.regex.Pattern;

/** The command that writes tests for a rule, as a user types it. */
public final class DeriveCommand {
    private static final Pattern SPECIAL_IN_QUOTES = Pattern.compile("[\"$`\\\\!]");

    private DeriveCommand() {}

    /** The command for a rule. */
    public static String of(String rule) {
        return Wording.command("derive") + " " + Wording.given("rule") + "=" + quoted(rule);
    }

    private static String quoted(String text) {
        return SPECIAL_IN_QUOTES.matcher(text).find() ? "'" + text.replace("'", "'\\''") + "'" : "\"" + text + "\"";
    }
}
