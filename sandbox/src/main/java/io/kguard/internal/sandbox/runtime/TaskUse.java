// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The tasks of the machine. Threads that the kernel starts for the queues of network devices count for no pod, so they
 * are found by the sum.
 *
 * @param all how many there are
 * @param most how many the kernel allows
 */
record TaskUse(long all, long most) {
    private static final Path KERNEL = Path.of("/proc/sys/kernel");

    /** The fourth value of loadavg is "running/all". */
    private static final int COUNTS = 3;

    /** Two lines of /proc/net/dev are headings. */
    private static final long HEADINGS = 2;

    /** The present numbers; none where the kernel does not tell them. */
    static TaskUse now() {
        try {
            String counts = line(Path.of("/proc/loadavg")).split(" ", -1)[COUNTS];
            return new TaskUse(
                    Long.parseLong(counts.substring(counts.indexOf('/') + 1)),
                    Math.min(number("pid_max"), number("threads-max")));
        } catch (IOException e) {
            return new TaskUse(0, Long.MAX_VALUE);
        }
    }

    private static long number(String name) throws IOException {
        return Long.parseLong(line(KERNEL.resolve(name)));
    }

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
}
