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
 * Something of which the kernel counts what the whole machine has.
 *
 * @param all how many there are
 * @param most how many there may be
 */
record MachineUse(long all, long most) {
    private static final Path KERNEL = Path.of("/proc/sys/kernel");
    private static final MachineUse UNKNOWN = new MachineUse(0, Long.MAX_VALUE);

    /** The fourth value of loadavg is "running/all". */
    private static final int COUNTS = 3;

    /** Two lines of /proc/net/dev are headings. */
    private static final long HEADINGS = 2;

    /** The pair of numbers by which the kernel finds what makes terminals, and those of the terminals themselves. */
    private static final long MULTIPLEXER = 5 << 8 | 2;

    private static final int FIRST_MAJOR = 136;
    private static final int LAST_MAJOR = 143;

    /**
     * The tasks. Threads that the kernel starts for the queues of network devices count for no pod, so they are found
     * by the sum.
     */
    static MachineUse tasks() {
        try {
            String counts = line(Path.of("/proc/loadavg")).split(" ", -1)[COUNTS];
            return new MachineUse(
                    Long.parseLong(counts.substring(counts.indexOf('/') + 1)),
                    Math.min(number("pid_max"), number("threads-max")));
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    /** The pseudo-terminals that containers may have; the kernel keeps some more for the machine itself. */
    static MachineUse terminals() {
        try {
            return new MachineUse(number("pty/nr"), number("pty/max") - number("pty/reserve"));
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static long number(String name) throws IOException {
        return Long.parseLong(line(KERNEL.resolve(name)));
    }

    /** By lines: who reads such a file byte by byte gets the first digit alone. */
    private static String line(Path file) throws IOException {
        return Files.readAllLines(file, ISO_8859_1).get(0);
    }

    boolean isMoreThanHalf() {
        return all > most / 2;
    }

    /** How many network devices a process sees. */
    static long devices(long pid) {
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc/" + pid + "/net/dev"), ISO_8859_1);
            return lines.size() - HEADINGS;
        } catch (IOException e) {
            return 0; // it has ended
        }
    }

    /** How many descriptors of terminals a process has. */
    static long terminals(long pid) {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return descriptors.filter(MachineUse::isTerminal).count();
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
