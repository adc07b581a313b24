// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import io.kguard.event.ProcessEntry;
import io.kguard.event.ProcessEntry.Part;
import io.kguard.event.StateEntry;
import io.kguard.event.StateEntry.MachineEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Threads and file descriptors in /proc: the state before the first event. The first entry is the machine itself. Each
 * thread's entry comes before the descriptors of its process.
 *
 * @param entries {@link MachineEntry}, then {@link ProcessEntry} of each thread, {@link io.kguard.event.StateEntry.FdEntry} of
 *     each descriptor
 */
public record ProcScan(List<StateEntry> entries) {
    private static final long MICRO = 1000;

    /** The first process of a node. */
    private static final ProcessEntry SYSTEMD = ProcessEntry.builder(1, 1)
            .set(Part.PTID, 0)
            .set(Part.SID, 1)
            .set(Part.VPGID, 1)
            .set(Part.PGID, 1)
            .set(Part.VTID, 1)
            .set(Part.VPID, 1)
            .set(Part.COMM, "systemd")
            .set(Part.EXE, "/sbin/init")
            .set(Part.EXEPATH, "/usr/lib/systemd/systemd")
            .set(Part.CWD, "/")
            .set(Part.ROOT, "/")
            .set(Part.UID, 0)
            .set(Part.GID, 0)
            .set(Part.CAP_PERMITTED, ProcThread.CAPABILITIES)
            .set(Part.CAP_EFFECTIVE, ProcThread.CAPABILITIES)
            .build();

    public ProcScan {
        entries = List.copyOf(entries);
    }

    /**
     * Scans processes as a node has them: the first one is a service's, and above it there is only systemd. What is above
     * it here is whatever started the build, and no rule must depend on that.
     *
     * @param first the process that the others descend from, by its number in the initial pid namespace
     * @param processes that process and others
     */
    public static ProcScan onNode(long first, Set<Integer> processes) {
        MachineEntry machine = machine();
        List<StateEntry> entries = new ArrayList<>(List.of(machine, SYSTEMD));
        ProcDescriptors descriptors = new ProcDescriptors();
        for (int pid : processes) {
            addThreads(entries, new ProcProcess(pid, pid == first), machine);
            descriptors.addTo(entries, pid);
        }
        return new ProcScan(entries);
    }

    /**
     * Scans a process without its descriptors, as {@link #onNode}.
     *
     * @param pid the process, by its number in the initial pid namespace
     */
    public static ProcScan onNode(long pid) {
        MachineEntry machine = machine();
        List<StateEntry> entries = new ArrayList<>(List.of(machine, SYSTEMD));
        addThreads(entries, new ProcProcess((int) pid, true), machine);
        return new ProcScan(entries);
    }

    private static void addThreads(List<StateEntry> entries, ProcProcess process, MachineEntry machine) {
        for (int tid : Proc.process(process.pid).numbers("task")) {
            ProcessEntry entry = new ProcThread(process, tid).read(machine.bootTimestamp());
            if (entry != null) {
                entries.add(entry);
            }
        }
    }

    private static MachineEntry machine() {
        Proc proc = Proc.root();
        long bootSeconds = proc.text("stat")
                .lines()
                .filter(line -> line.startsWith("btime "))
                .mapToLong(line -> Long.parseLong(line.substring(6).strip()))
                .findFirst()
                .orElse(0);
        long kilobytes = proc.text("meminfo")
                .lines()
                .filter(line -> line.startsWith("MemTotal:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
        String maxPid = proc.text("sys/kernel/pid_max").strip();
        return new MachineEntry(
                Runtime.getRuntime().availableProcessors(),
                kilobytes << 10,
                maxPid.isEmpty() ? 0 : Long.parseLong(maxPid),
                proc.text("sys/kernel/hostname").strip(),
                bootSeconds * MICRO * MICRO * MICRO,
                0);
    }
}
