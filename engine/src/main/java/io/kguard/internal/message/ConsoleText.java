// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.message;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A line that is safe to print. Text from a container or a file must not control the terminal or the CI server that
 * reads it.
 */
public final class ConsoleText {
    /** Control characters, including those of terminals, those that end a line, and those that change the text direction. */
    private static final Pattern CONTROLS =
            Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f\\u200e\\u200f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

    /**
     * Commands for CI servers in a line of build output. A runner drops blanks in front of a command. Which characters
     * are blanks for it is not known, so all that leave nothing to see are.
     */
    private static final Pattern COMMANDS =
            Pattern.compile("^([^\\p{L}\\p{N}\\p{P}\\p{S}]*):(?=:)|##(?=\\[|vso|teamcity)");

    private ConsoleText() {}

    /** Several lines, each of them safe to print. */
    public static String lines(String text) {
        return Stream.of(text.split("\\R", -1)).map(ConsoleText::of).collect(Collectors.joining("\n"));
    }

    /** The line with control characters replaced and CI commands broken up. */
    public static String of(String line) {
        return unarmed(CONTROLS.matcher(line.replace("\t", "    ")).replaceAll("\uFFFD"));
    }

    /** The line with CI commands broken up. */
    public static String unarmed(String line) {
        return COMMANDS.matcher(line)
                .replaceAll(match -> match.group().startsWith("##") ? "## " : match.group(1) + ": ");
    }
}
