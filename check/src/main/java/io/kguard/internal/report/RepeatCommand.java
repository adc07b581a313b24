// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.internal.message.Wording;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Commands that a report names, to be pasted into a shell. */
public final class RepeatCommand {
    private static final Pattern SPECIAL_IN_QUOTES = Pattern.compile("[\"$`\\\\!]");

    private RepeatCommand() {}

    /** The command that writes tests for a rule. */
    public static String derive(String rule) {
        boolean special = SPECIAL_IN_QUOTES.matcher(rule).find();
        return Wording.command("derive") + " " + Wording.given("rule") + "="
                + (special ? quoted(rule) : "\"" + rule + "\"");
    }

    /**
     * The command that makes the checks of a scenario again.
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
