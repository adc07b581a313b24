// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The pseudo-terminals of the machine, which the kernel counts for all containers together.
 *
 * @param all how many there are
 * @param most how many containers may have; the kernel keeps some more for the machine itself
 */
record TerminalUse(long all, long most) {
    private static final Path COUNTS = Path.of("/proc/sys/kernel/pty");

    /** The pair of numbers by which the kernel finds what makes terminals, and those of the terminals themselves. */
    private static final long MULTIPLEXER = 5 << 8 | 2;

    private static final int FIRST_MAJOR = 136;
    private static final int LAST_MAJOR = 143;

    /** The present numbers; none where the kernel does not tell them. */
    static TerminalUse now() {
        try {
            return new TerminalUse(number("nr"), number("max") - number("reserve"));
        } catch (IOException e) {
            return new TerminalUse(0, Long.MAX_VALUE);
        }
    }

    /** By lines: who reads such a file byte by byte gets the first digit alone. */
    private static long number(String name) throws IOException {
        return Long.parseLong(
                Files.readAllLines(COUNTS.resolve(name), ISO_8859_1).get(0));
    }

    boolean isMoreThanHalf() {
        return all > most / 2;
    }

    /** How many descriptors of terminals some processes have. */
    static long of(List<Long> processes) {
        return processes.stream().mapToLong(TerminalUse::of).sum();
    }

    private static long of(long pid) {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return descriptors.filter(TerminalUse::isTerminal).count();
        } catch (IOException | UncheckedIOException e) {
            return 0; // it has ended
        }
    }

    private static boolean isTerminal(Path descriptor) {
        try {
            if (!(Files.getAttribute(descriptor, "unix:rdev") instanceof Long device)) {
                return false;
            }
            long major = device >> 8 & 0xfff;
            return device == MULTIPLEXER || major >= FIRST_MAJOR && major <= LAST_MAJOR;
        } catch (IOException e) {
            return false; // it was closed
        }
    }
}
