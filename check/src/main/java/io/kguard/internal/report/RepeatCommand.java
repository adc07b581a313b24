// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.internal.message.Wording;
import java.util.Map;
import java.util.stream.Collectors;

/** The command that makes the checks of a scenario again, to be pasted into a shell. */
public final class RepeatCommand {
    private RepeatCommand() {}

    /**
     * The command for a scenario.
     *
     * @param options what the run was given besides
     */
    public static String of(String scenario, String options) {
        return Wording.command("verify") + " " + Wording.given("only") + "=scenario:" + quoted(scenario)
                + (options.isEmpty() ? "" : " " + options);
    }

    /** The command that also plays its variants. */
    public static String withEvasions(String scenario, String options) {
        return of(scenario, options) + " " + Wording.given("evasion");
    }

    /** Options as a user gives them, each with its value. */
    public static String options(Map<String, String> given) {
        return given.entrySet().stream()
                .map(option -> Wording.given(option.getKey()) + "=" + quoted(option.getValue()))
                .collect(Collectors.joining(" "));
    }

    /** The command that records a scenario. */
    public static String record(String scenario, String file) {
        return Wording.command("record") + " " + Wording.given("scenario") + "=" + quoted(scenario) + " "
                + Wording.given("capture") + "=" + file;
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9_.:/,@+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
