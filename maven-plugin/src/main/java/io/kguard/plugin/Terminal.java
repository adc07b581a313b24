// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.internal.verify.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.maven.execution.MavenSession;
import org.jspecify.annotations.Nullable;

/** What Maven's output goes to. */
final class Terminal {
    private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");
    private static final String CLEAR_LINE = "\r\u001b[K";

    private Terminal() {}

    /**
     * The console of a goal. Only on a terminal it has colours and a line that changes; see no-color.org.
     *
     * @param info whether Maven prints more than errors and warnings
     * @param allRows whether the table has a row for each check
     */
    static Console console(MavenSession session, boolean info, boolean allRows) {
        boolean terminal = isTerminal() && !"dumb".equals(System.getenv("TERM"));
        boolean colour = terminal && orEmpty(System.getenv("NO_COLOR")).isEmpty();
        Consumer<String> inPlace = System.out::print;
        boolean changes = terminal && session.getRequest().isInteractiveMode() && !session.isParallel();
        return new Console(
                System.out::println,
                changes ? line -> inPlace.accept(CLEAR_LINE + line) : null,
                colour,
                !info,
                allRows);
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static boolean isTerminal() {
        try {
            String name = Files.readSymbolicLink(STANDARD_OUTPUT).toString();
            return name.startsWith("/dev/pts/") || name.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return false; // simulations need Linux anyway
        }
    }
}
