// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import io.kguard.event.ProcessEntry;
import io.kguard.event.ProcessEntry.Part;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the /proc entries of one thread. */
final class ProcThread {
    static final long CAPABILITIES = (1L << 41) - 1;
    private static final int CLONE_FILES = 1;
    private static final int CLONE_THREAD = 1 << 13;
    private static final int CAP_DAC_OVERRIDE = 1 << 1;
    private static final int CAP_FOWNER = 1 << 3;

    private final ProcProcess process;
    private final int tid;
    private final Proc thread;
    private final Map<String, String> status = new HashMap<>();

    ProcThread(ProcProcess process, int tid) {
        this.process = process;
        this.tid = tid;
        this.thread = process.thread(tid);
    }

    /** The thread's entry, or null if it has ended. */
    @Nullable
    ProcessEntry read(long bootTimestamp) {
        thread.text("status").lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                status.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
        String[] stat = thread.stat();
        if (status.isEmpty() || stat == null) {
            return null;
        }
        ProcessEntry.Builder entry = ProcessEntry.builder(tid, process.pid)
                .set(Part.PTID, process.ofService ? 1 : number("PPid"))
                .set(Part.SID, innermost("NSsid"))
                .set(Part.VPGID, innermost("NSpgid"))
                .set(Part.PGID, Long.parseLong(stat[2]))
                .set(Part.COMM, thread.text("comm").stripTrailing())
                .set(Part.FLAGS, tid == process.pid ? 0 : CLONE_THREAD | CLONE_FILES)
                .set(Part.UID, effective("Uid"))
                .set(Part.GID, effective("Gid"))
                .set(Part.VM_SIZE, kilobytes("VmSize"))
                .set(Part.VM_RSS, kilobytes("VmRSS"))
                .set(Part.VM_SWAP, kilobytes("VmSwap"))
                .set(Part.MINOR_FAULTS, Long.parseLong(stat[7]))
                .set(Part.MAJOR_FAULTS, Long.parseLong(stat[9]))
                .set(Part.VTID, innermost("NSpid"))
                .set(Part.VPID, innermost("NStgid"))
                .set(Part.TTY, Long.parseLong(stat[4]))
                .set(Part.CAP_INHERITABLE, capabilities("CapInh"))
                .set(Part.CAP_PERMITTED, capabilities("CapPrm"))
                .set(Part.CAP_EFFECTIVE, capabilities("CapEff"))
                .set(Part.PIDNS_INIT_START, innermost("NSpid") == tid ? bootTimestamp : 0);
        process.addTo(entry);
        if (process.executable != null) {
            entry.set(Part.EXE_WRITABLE, isWritable(process.executable));
        }
        return entry.build();
    }

    private boolean isWritable(ProcFile file) {
        int group = file.gid();
        if (file.uid() == fileSystem("Uid")) {
            return true;
        }
        boolean inGroup = group == fileSystem("Gid")
                || Arrays.stream(status.getOrDefault("Groups", "").split(" ", 0))
                        .filter(id -> !id.isEmpty())
                        .anyMatch(id -> NodeIds.of(Long.parseLong(id)) == group);
        return (file.mode() & (inGroup ? 0020 : 0002)) != 0
                || (capabilities("CapEff") & (CAP_DAC_OVERRIDE | CAP_FOWNER)) != 0;
    }

    private long number(String key) {
        return Long.parseLong(status.getOrDefault(key, "-1"));
    }

    /** The id in the innermost namespace. A line lists ids from the outermost namespace on. */
    private long innermost(String key) {
        String value = status.getOrDefault(key, "-1");
        return Long.parseLong(value.substring(value.lastIndexOf('\t') + 1));
    }

    /** The effective id. A line lists real, effective, saved and file system id. */
    private int effective(String key) {
        return id(key, 1);
    }

    private int fileSystem(String key) {
        return id(key, 3);
    }

    private int id(String key, int index) {
        return NodeIds.of(
                Long.parseLong(status.getOrDefault(key, "-1\t-1\t-1\t-1").split("\t", -1)[index]));
    }

    private int kilobytes(String key) {
        return Integer.parseInt(status.getOrDefault(key, "0 kB").replace(" kB", ""));
    }

    private long capabilities(String key) {
        return Long.parseUnsignedLong(status.getOrDefault(key, "0"), 16) & CAPABILITIES;
    }
}
