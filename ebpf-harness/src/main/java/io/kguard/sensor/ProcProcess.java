// SPDX-License-Identifier: Apache-2.0
package io.kguard.sensor;

import io.kguard.event.ProcessEntry;
import org.jspecify.annotations.Nullable;

/** The /proc entries of a process. They are read once for all of its threads, which may be hundreds. */
final class ProcProcess {
    /** The most bytes of arguments and of environment in an event. */
    private static final int MAX_STRINGS = 4096;

    final int pid;
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
     * @param bystander whether to leave out its arguments and its environment
     */
    ProcProcess(int pid, boolean bystander) {
        this.pid = pid;
        this.proc = Proc.process(pid);
        this.cwd = proc.link("cwd");
        this.root = proc.link("root");
        String command = cut(proc.text("cmdline"));
        this.commandLine = bystander ? command.substring(0, command.indexOf('\0') + 1) : command;
        this.environment = bystander ? "" : cut(proc.text("environ"));
        this.cgroups = ProcCgroups.format(proc.text("cgroup"));
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
        entry.cwd(cwd)
                .root(root)
                .exe(end < 0 ? commandLine : commandLine.substring(0, end))
                .args(end < 0 ? "" : commandLine.substring(end + 1))
                .env(environment)
                .cgroups(cgroups)
                .exepath(fromMemfd ? shown.substring(1) : shown)
                .exeFromMemfd(fromMemfd)
                .loginUid(loginUid)
                .fdLimit(descriptorLimit);
        if (executable != null) {
            entry.exeInode(executable.inode())
                    .exeChangeTime(executable.changeTime())
                    .exeModificationTime(executable.modificationTime());
        }
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
