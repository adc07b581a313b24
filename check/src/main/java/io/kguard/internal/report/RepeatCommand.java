// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.internal.message.Wording;

/** The command that makes the checks of a scenario again, to be pasted into a shell. */
public final class RepeatCommand {
    private RepeatCommand() {}

    /** The command for a scenario. */
    public static String of(String scenario) {
        return Wording.command("verify") + " " + Wording.given("only") + "=scenario:" + quoted(scenario);
    }

    /** The command that also plays its variants. */
    public static String withEvasions(String scenario) {
        return of(scenario) + " " + Wording.given("evasion");
    }

    /** The command that records a scenario. */
    public static String record(String scenario, String file) {
        return Wording.command("record") + " " + Wording.given("scenario") + "=" + quoted(scenario) + " "
                + Wording.given("capture") + "=" + file;
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9_.:/-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
