// SPDX-License-Identifier: Apache-2.0
package io.kguard.sensor;

import io.kguard.event.MachineEntry;
import io.kguard.event.ProcessEntry;
import io.kguard.event.StateEntry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * Threads and file descriptors in /proc: the state before the first event. The first entry is the machine itself. Each
 * thread's entry comes before the descriptors of its process.
 *
 * @param entries {@link MachineEntry}, then {@link ProcessEntry} of each thread, {@link io.kguard.event.FdEntry} of
 *     each descriptor
 */
@API(status = API.Status.INTERNAL)
public record ProcScan(List<StateEntry> entries) {
    private static final long MICRO = 1000;

    public ProcScan {
        entries = List.copyOf(entries);
    }

    /** Scans every process of the machine. Processes that end during the scan are left out. */
    public static ProcScan all() {
        return of(new LinkedHashSet<>(Proc.root().numbers("")), Set.of(), Set.of());
    }

    /**
     * Scans processes, and the ancestors of one of them without their descriptors, arguments and environments.
     *
     * @param pid the process with the ancestors, by its number in the initial pid namespace
     * @param processes that process and others, such as its descendants
     */
    static ProcScan of(long pid, Set<Integer> processes) {
        Set<Integer> ancestors = lineage((int) pid);
        ancestors.remove((int) pid);
        return of(processes, Set.of(), ancestors);
    }

    /**
     * Scans a process without its descriptors, and its ancestors also without their arguments and environments.
     *
     * @param pid the process, by its number in the initial pid namespace
     */
    public static ProcScan ofLineage(long pid) {
        Set<Integer> ancestors = lineage((int) pid);
        ancestors.remove((int) pid);
        return of(Set.of(), Set.of((int) pid), ancestors);
    }

    private static Set<Integer> lineage(int pid) {
        Set<Integer> lineage = new LinkedHashSet<>();
        for (int each = pid; each > 0 && lineage.add(each); ) {
            each = Proc.process(each).parent();
        }
        return lineage;
    }

    /**
     * The ancestors of a container are processes of the build. Their arguments may be secret, and a rule from an
     * untrusted source could print them.
     */
    private static ProcScan of(Set<Integer> processes, Set<Integer> withoutDescriptors, Set<Integer> bystanders) {
        MachineEntry machine = machine();
        List<StateEntry> entries = new ArrayList<>(List.of(machine));
        ProcDescriptors descriptors = new ProcDescriptors();
        for (int pid : bystanders) {
            addThreads(entries, new ProcProcess(pid, true), machine.bootTimestamp());
        }
        for (int pid : withoutDescriptors) {
            addThreads(entries, new ProcProcess(pid, false), machine.bootTimestamp());
        }
        for (int pid : processes) {
            addThreads(entries, new ProcProcess(pid, false), machine.bootTimestamp());
            descriptors.addTo(entries, pid);
        }
        return new ProcScan(entries);
    }

    private static void addThreads(List<StateEntry> entries, ProcProcess process, long bootTimestamp) {
        for (int tid : Proc.process(process.pid).numbers("task")) {
            ProcessEntry entry = new ProcThread(process, tid).read(bootTimestamp);
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
