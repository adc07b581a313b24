// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import io.kguard.event.ProcessEntry;
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
            .ptid(0)
            .sid(1)
            .vpgid(1)
            .pgid(1)
            .vtid(1)
            .vpid(1)
            .comm("systemd")
            .exe("/sbin/init")
            .exepath("/usr/lib/systemd/systemd")
            .cwd("/")
            .root("/")
            .uid(0)
            .gid(0)
            .capPermitted(ProcThread.CAPABILITIES)
            .capEffective(ProcThread.CAPABILITIES)
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
