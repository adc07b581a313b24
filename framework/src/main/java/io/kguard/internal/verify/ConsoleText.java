// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import java.util.regex.Pattern;

/**
 * A line that is safe to print. Text from a container or a file must not control the terminal or the CI server that
 * reads it.
 */
public final class ConsoleText {
    /** Control characters, including those of terminals and those that change the text direction. */
    private static final Pattern CONTROLS =
            Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");

    /** Commands for CI servers in a line of build output. */
    private static final Pattern COMMANDS = Pattern.compile("^(\\s*):(?=:)|##(?=\\[|vso|teamcity)");

    private ConsoleText() {}

    /** The line with control characters replaced and CI commands broken up. */
    public static String of(String line) {
        String plain = CONTROLS.matcher(line.replace("\t", "    ")).replaceAll("\uFFFD");
        return COMMANDS.matcher(plain)
                .replaceAll(match -> match.group().startsWith("##") ? "## " : match.group(1) + ": ");
    }
}
