// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.console;

import io.kguard.internal.message.ConsoleText;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a run prints, and how.
 *
 * @param out receives lines
 * @param inPlace receives a line that replaces the one before; null if this is no terminal
 * @param colour whether lines may have colours
 * @param quiet whether nothing is printed if nothing is wrong
 * @param allRows whether the table has a row for each check, and not only for those that did not pass
 */
public record Console(
        Consumer<String> out, @Nullable Consumer<String> inPlace, boolean colour, boolean quiet, boolean allRows) {
    private static final Pattern RED =
            Pattern.compile("^(?:FAILED|ERROR)\\b.*|\\[NO ]|\\b(?:FAILED|ERROR)\\b(?= +\\d+ ms$)");
    private static final Pattern GREEN = Pattern.compile("\\[yes]|\\bpassed\\b(?= +\\d+ ms$)");
    private static final Pattern YELLOW =
            Pattern.compile("^(?:KNOWN|STALE|NOTE|WARNING)\\b.*|\\bKNOWN\\b(?= +\\d+ ms$)");

    /** A console without a terminal, for all that there is to say. */
    public static Console plain(Consumer<String> out) {
        return new Console(out, null, false, false, true);
    }

    /** This console with another receiver of lines. */
    public Console through(Consumer<String> other) {
        return new Console(other, inPlace, colour, quiet, allRows);
    }

    /** Prints a line. Text from a container or a file can't control the terminal. */
    public void line(String line) {
        String safe = ConsoleText.of(line);
        out.accept(colour ? painted(safe) : safe);
    }

    /** Prints a line that the next one replaces, if this is a terminal. */
    public void replace(String line) {
        if (inPlace != null) {
            inPlace.accept(ConsoleText.of(line));
        }
    }

    private static String painted(String line) {
        String red = RED.matcher(line).replaceAll("\u001b[31m$0\u001b[0m");
        String green = GREEN.matcher(red).replaceAll("\u001b[32m$0\u001b[0m");
        return YELLOW.matcher(green).replaceAll("\u001b[33m$0\u001b[0m");
    }
}
