// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.FalcoVersion;
import io.kguard.event.TextPool;
import java.util.List;

/** The exit events of execve and execveat: a process executes another program. */
final class ExecEvents implements EventParser {
    private static final int EXE = 1;
    private static final int ARGS = 2;
    private static final int PID = 4;
    private static final int PTID = 5;
    private static final int FD_LIMIT = 7;
    private static final int MAJOR_FAULTS = 8;
    private static final int COMM = 13;
    private static final int CGROUPS = 14;
    private static final int ENV = 15;
    private static final int TTY = 16;
    private static final int VPGID = 17;
    private static final int LOGIN_UID = 18;
    private static final int FLAGS = 19;
    private static final int CAPS = 20;
    private static final int EXE_INODE = 23;
    private static final int UID = 26;
    private static final int EXEPATH = 27;
    private static final int PGID = 28;
    private static final int GID = 29;
    private static final int FILENAME = 30;

    private static final int EXE_WRITABLE = 1;
    private static final int EXE_UPPER_LAYER = 2;
    private static final int EXE_FROM_MEMFD = 4;
    private static final int EXE_LOWER_LAYER = 8;

    private static final int KEPT_FLAGS =
            ThreadFlags.PIPE_SRC | ThreadFlags.PIPE_DST | ThreadFlags.IS_MAIN_THREAD | ThreadFlags.CLONE_INVERTED;

    private static final String DELETED = " (deleted)";

    private final Machine machine;

    ExecEvents(Machine machine) {
        this.machine = machine;
    }

    @Override
    public void parse(Event event, int code, ThreadInfo thread) {
        if (event.number(0) < 0) {
            return;
        }
        if (thread.isDead()) {
            thread.flags &= ~ThreadFlags.CLOSED;
            if (thread.group != null) {
                thread.group.resurrected();
            }
        }
        if (thread.isInvalid()) {
            thread.pid = event.number(PID);
            thread.ptid = event.number(PTID);
            if ((thread.flags & ThreadFlags.CHILD_IN_PIDNS) == 0) {
                thread.vtid = thread.tid;
                thread.vpid = thread.pid;
            }
            machine.links().link(thread);
        } else {
            thread.pid = event.number(PID);
        }
        thread.exe = event.text(EXE);
        boolean withComm =
                code != EventCodes.EXECVE_8_X && code != EventCodes.EXECVE_13_X && code != EventCodes.EXECVE_14_X;
        thread.comm = withComm ? event.text(COMM) : thread.exe;
        thread.setArgs(event.bytes(ARGS));
        thread.ownFdLimit = event.number(FD_LIMIT);
        readMemory(event, thread);
        if (code == EventCodes.EXECVE_14_X) {
            thread.setEnv(event.bytes(COMM));
        } else if (code == EventCodes.EXECVE_15_X) {
            thread.setEnv(event.bytes(CGROUPS));
        } else if (event.has(CGROUPS)) {
            readSince16(event, thread);
        }
        readPath(event, thread);
        FdTable fds = machine.closesOnExec() ? thread.fds() : null;
        if (fds != null) {
            fds.executed();
        }
        thread.flags = ThreadFlags.ACTIVE | ThreadFlags.NAME_CHANGED | (thread.flags & KEPT_FLAGS);
        removeOtherThreads(thread);
    }

    private static void readMemory(Event event, ThreadInfo thread) {
        if (event.has(MAJOR_FAULTS + 4)) {
            thread.majorFaults = event.number(MAJOR_FAULTS);
            thread.minorFaults = event.number(MAJOR_FAULTS + 1);
            thread.vmSize = (int) event.number(MAJOR_FAULTS + 2);
            thread.vmRss = (int) event.number(MAJOR_FAULTS + 3);
            thread.vmSwap = (int) event.number(MAJOR_FAULTS + 4);
        }
    }

    private void readSince16(Event event, ThreadInfo thread) {
        // Since 0.42 a process with an empty environment keeps, for Falco, the one of who started it
        boolean emptyCounts = !machine.version().atLeast(FalcoVersion.V0_42);
        if (emptyCounts || event.valueLength(CGROUPS) > 0) {
            machine.containerIds().resolve(thread, event.bytes(CGROUPS));
        }
        if (emptyCounts || event.valueLength(ENV) > 0) {
            thread.setEnv(event.bytes(ENV));
        }
        if (event.has(TTY)) {
            thread.tty = (int) event.number(TTY);
        }
        if (event.has(VPGID)) {
            thread.vpgid = event.number(VPGID);
        }
        if (event.has(LOGIN_UID)) {
            thread.loginUid = (int) event.number(LOGIN_UID);
        }
        if (event.has(FLAGS)) {
            int flags = (int) event.number(FLAGS);
            thread.exeWritable = (flags & EXE_WRITABLE) != 0;
            thread.exeUpperLayer = (flags & EXE_UPPER_LAYER) != 0;
            thread.exeFromMemfd = (flags & EXE_FROM_MEMFD) != 0;
            thread.exeLowerLayer = (flags & EXE_LOWER_LAYER) != 0;
        }
        if (event.has(CAPS + 2) && event.valueLength(CAPS) == 8) {
            thread.capInheritable = event.number(CAPS);
            thread.capPermitted = event.number(CAPS + 1);
            thread.capEffective = event.number(CAPS + 2);
        }
        if (event.has(EXE_INODE + 2)) {
            readExeTimes(event, thread);
        }
        if (event.valueLength(UID) == 4) {
            thread.uid = (int) event.number(UID);
            machine.users.need(thread.containerId, thread.uid);
        }
        thread.pgid = event.valueLength(PGID) == 8 ? event.number(PGID) : -1;
        if (event.valueLength(GID) == 4) {
            thread.gid = (int) event.number(GID);
            machine.users.needGroup(thread.containerId, thread.gid);
        }
    }

    private static void readExeTimes(Event event, ThreadInfo thread) {
        thread.exeInode = event.number(EXE_INODE);
        thread.exeChangeTime = event.number(EXE_INODE + 1);
        thread.exeModificationTime = event.number(EXE_INODE + 2);
        if (thread.cloneTimestamp != 0) {
            thread.exeChangeToCloneDuration = thread.cloneTimestamp - thread.exeChangeTime;
        }
        if (thread.pidnsInitStart != 0 && Long.compareUnsigned(thread.exeChangeTime, thread.pidnsInitStart) > 0) {
            thread.exeChangeToPidnsDuration = thread.exeChangeTime - thread.pidnsInitStart;
        }
    }

    private void readPath(Event event, ThreadInfo thread) {
        if (event.valueLength(EXEPATH) > 0
                || event.has(EXEPATH) && machine.version().hasEnterEvents()) {
            thread.exepath = withoutDeleted(event.text(EXEPATH));
            return;
        }
        Event enter = machine.enterEvent();
        if (enter != null && enter.code() == EventCodes.EXECVEAT_E) {
            thread.exepath = pathOfExecveat(enter, thread);
        } else if (enter != null) {
            thread.exepath = pathOfExecve(enter.text(0), thread);
        } else if (event.valueLength(FILENAME) > 0) {
            thread.exepath = pathOfExecve(event.text(FILENAME), thread);
        }
    }

    private String pathOfExecve(String filename, ThreadInfo thread) {
        return filename.equals(TextPool.NOT_AVAILABLE)
                ? filename
                : FilePath.normalize(machine.version(), thread.cwd(), filename);
    }

    private String pathOfExecveat(Event enter, ThreadInfo thread) {
        String name = enter.text(1);
        long dirfd = enter.number(0);
        if (enter.valueLength(1) <= 1 || name.equals(TextPool.NOT_AVAILABLE)) {
            FdInfo file = thread.fd(dirfd);
            return file == null ? TextPool.NOT_AVAILABLE : file.name();
        }
        return FilePath.normalize(machine.version(), machine.base(dirfd, name), name);
    }

    static String withoutDeleted(String path) {
        return path.endsWith(DELETED) ? path.substring(0, path.length() - DELETED.length()) : path;
    }

    private void removeOtherThreads(ThreadInfo thread) {
        ThreadGroup group = thread.group;
        if (group == null || group.alive() < 2) {
            return;
        }
        for (ThreadInfo other : List.copyOf(group.members())) {
            if (other != thread && !other.isMainThread()) {
                machine.links().remove(other);
            }
        }
    }
}
