// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process in {@code /proc/PID/stat}.
 *
 * @param startTime in the kernel's clock ticks since boot
 * @param ending whether it is ending: a zombie, or a process that is releasing its resources
 */
record ProcStat(long startTime, boolean ending) {
    private static final int PF_EXITING = 4;

    /** The entry of a process or zombie; empty if it does not exist. */
    public static Optional<ProcStat> of(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), ISO_8859_1);
            // pid (comm) state ...; comm may contain anything
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            boolean dead = fields[0].equals("Z") || fields[0].equals("X");
            boolean exiting = (Long.parseLong(fields[6]) & PF_EXITING) != 0;
            return Optional.of(new ProcStat(Long.parseLong(fields[19]), dead || exiting));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether a process exists and is not ending. */
    public static boolean runs(long pid) {
        return of(pid).filter(stat -> !stat.ending()).isPresent();
    }
}
