// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import java.util.regex.Pattern;

/** A line as it may be printed: what a container or a file's author wrote must not command whoever reads it. */
final class ConsoleText {
    /** Control characters, those of a terminal and those that change the direction of writing. */
    private static final Pattern CONTROLS =
            Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");

    /** How runners of builds are told to do something, by a line that a build prints. */
    private static final Pattern COMMANDS = Pattern.compile("^(\\s*):(?=:)|##(?=\\[|vso|teamcity)");

    private ConsoleText() {}

    /** The line, with a sign in place of each control character, and with commands of build runners taken apart. */
    static String of(String line) {
        String plain = CONTROLS.matcher(line.replace("\t", "    ")).replaceAll("\uFFFD");
        return COMMANDS.matcher(plain)
                .replaceAll(match -> match.group().startsWith("##") ? "## " : match.group(1) + ": ");
    }
}
