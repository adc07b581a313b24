// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import io.kguard.internal.console.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the standard output goes to. */
public final class Terminal {
    private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");
    private static final String CLEAR_LINE = "\r\u001b[K";

    private Terminal() {}

    /**
     * The console of a goal. Only on a terminal it has colours and a line that changes; see no-color.org.
     *
     * @param out the standard output
     * @param quiet whether only what did not pass is printed
     * @param alone whether nothing else prints meanwhile
     * @param allRows whether the table has a row for each check
     */
    public static Console console(PrintStream out, boolean quiet, boolean alone, boolean allRows) {
        boolean terminal = is() && !"dumb".equals(System.getenv("TERM"));
        boolean colour = terminal && orEmpty(System.getenv("NO_COLOR")).isEmpty();
        Consumer<String> inPlace = line -> out.print(CLEAR_LINE + line);
        return new Console(out::println, terminal && alone ? inPlace : null, colour, quiet, allRows);
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** Whether it is one. */
    public static boolean is() {
        try {
            String name = Files.readSymbolicLink(STANDARD_OUTPUT).toString();
            return name.startsWith("/dev/pts/") || name.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return false; // simulations need Linux anyway
        }
    }
}
