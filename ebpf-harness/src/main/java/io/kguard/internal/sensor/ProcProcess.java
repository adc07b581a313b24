// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import io.kguard.event.ProcessEntry;
import io.kguard.event.ProcessEntry.Part;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The /proc entries of a process. They are read once for all of its threads, which may be hundreds. */
final class ProcProcess {
    /** The most bytes of arguments and of environment in an event. */
    private static final int MAX_STRINGS = 4096;

    /** The path in a line of {@code /proc/PID/cgroup}. */
    private static final Pattern PATH = Pattern.compile("(?<=:)/.*$", Pattern.MULTILINE);

    private static final Path PURE_UNIFIED = Path.of("/sys/fs/cgroup/cgroup.controllers");
    /** The controllers in the order in which the BPF programs write them. */
    private static final List<String> CONTROLLERS = List.of("cpuset", "cpu", "cpuacct", "io", "memory");

    private static final String CGROUP = "/system.slice/containerd.service";

    final int pid;
    final boolean ofService;
    /** The file of its program; null for a kernel thread. */
    final @Nullable ProcFile executable;

    private final Proc proc;
    private final String cwd;
    private final String root;
    private final String commandLine;
    private final String environment;
    private final String cgroups;
    private final String exepath;
    private final int loginUid;
    private final long descriptorLimit;

    /**
     * Reads the entries.
     *
     * @param ofService whether it is shown as a service of a node, whatever started it and wherever it runs
     */
    ProcProcess(int pid, boolean ofService) {
        this.pid = pid;
        this.ofService = ofService;
        this.proc = Proc.process(pid);
        this.cwd = proc.link("cwd");
        this.root = proc.link("root");
        this.commandLine = cut(proc.text("cmdline"));
        this.environment = cut(proc.text("environ"));
        String cgroups = proc.text("cgroup");
        this.cgroups = cgroups(ofService ? PATH.matcher(cgroups).replaceAll(CGROUP) : cgroups);
        this.exepath = proc.link("exe");
        this.executable = ProcFile.of(proc.path("exe"));
        this.loginUid = loginUid();
        this.descriptorLimit = descriptorLimit();
    }

    Proc thread(int tid) {
        return proc.thread(tid);
    }

    /** Adds what all its threads share, except whether they may write to the executable. */
    void addTo(ProcessEntry.Builder entry) {
        int end = commandLine.indexOf('\0');
        boolean fromMemfd = exepath.startsWith("/memfd:");
        String shown = exepath.endsWith(" (deleted)")
                ? exepath.substring(0, exepath.length() - " (deleted)".length())
                : exepath;
        entry.set(Part.CWD, cwd)
                .set(Part.ROOT, root)
                .set(Part.EXE, end < 0 ? commandLine : commandLine.substring(0, end))
                .set(Part.ARGS, end < 0 ? "" : commandLine.substring(end + 1))
                .set(Part.ENV, environment)
                .set(Part.CGROUPS, cgroups)
                .set(Part.EXEPATH, fromMemfd ? shown.substring(1) : shown)
                .set(Part.EXE_FROM_MEMFD, fromMemfd)
                .set(Part.LOGIN_UID, loginUid)
                .set(Part.FD_LIMIT, descriptorLimit);
        if (executable != null) {
            entry.set(Part.EXE_INODE, executable.inode())
                    .set(Part.EXE_CHANGE_TIME, executable.changeTime())
                    .set(Part.EXE_MODIFICATION_TIME, executable.modificationTime());
        }
    }

    /** The lines of {@code /proc/PID/cgroup} as {@code subsystem=path} strings, in the form that events have. */
    private static String cgroups(String file) {
        StringBuilder entries = new StringBuilder();
        for (String line : file.lines().toList()) {
            String[] parts = line.split(":", 3); // number, controllers, path
            if (parts.length < 3) {
                continue;
            }
            List<String> names = List.of(parts[1].split(","));
            if (parts[1].isEmpty()) {
                boolean pureUnified = Files.exists(PURE_UNIFIED);
                names = pureUnified ? CONTROLLERS : parts[2].equals("/") ? List.of() : List.of("unified");
            }
            for (String name : names) {
                entries.append(name).append('=').append(parts[2]).append('\0');
            }
        }
        return entries.toString();
    }

    private int loginUid() {
        String text = proc.text("loginuid").strip();
        return text.isEmpty() ? -1 : NodeIds.of(Long.parseLong(text));
    }

    private long descriptorLimit() {
        String prefix = "Max open files";
        return proc.text("limits")
                .lines()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip().split(" +", 2)[0])
                .mapToLong(limit -> limit.equals("unlimited") ? -1 : Long.parseLong(limit))
                .findFirst()
                .orElse(-1);
    }

    private static String cut(String strings) {
        return strings.length() <= MAX_STRINGS ? strings : strings.substring(0, MAX_STRINGS - 1) + '\0';
    }
}
