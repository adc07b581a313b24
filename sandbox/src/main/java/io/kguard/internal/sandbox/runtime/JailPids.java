// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Translates process ids between a jail and the machine. */
final class JailPids {
    private static final String NUMBERS = "NSpid:";

    private JailPids() {}

    /**
     * The process id in the jail.
     *
     * @throws SandboxException if the process is over, or not in a jail
     */
    public static long inside(long pid) {
        long number = secondNumber(pid);
        if (number == 0) {
            throw new SandboxException(
                    SandboxException.Reason.INTERNAL, "the process " + pid + " is not in its jail any more");
        }
        return number;
    }

    /**
     * The process id on the machine of a process in a jail.
     *
     * @param candidates ids on the machine
     * @throws SandboxException if it is none of them
     */
    public static long outside(long number, List<Long> candidates) {
        return candidates.stream()
                .filter(pid -> secondNumber(pid) == number)
                .findFirst()
                .orElseThrow(() -> new SandboxException(
                        SandboxException.Reason.NOT_STARTED,
                        "the process " + number + " of the jail is over, or not in its container's cgroup"));
    }

    /** Returns 0 if the process is over or has no second id. */
    private static long secondNumber(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith(NUMBERS))
                    .map(line -> line.substring(NUMBERS.length()).strip().split("\\s+"))
                    .filter(numbers -> numbers.length > 1)
                    .mapToLong(numbers -> Long.parseLong(numbers[1]))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0; // it is over
        }
    }
}
