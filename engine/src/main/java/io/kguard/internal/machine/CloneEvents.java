// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import org.jspecify.annotations.Nullable;

/** The exit events of clone, fork and vfork: one in the caller, with the child's id, and one in the child. */
final class CloneEvents {
    private static final int EXE = 1;
    private static final int ARGS = 2;
    private static final int PID = 4;
    private static final int PTID = 5;
    private static final int FD_LIMIT = 7;
    private static final long SAME_CHILD_NANOS = 2_000_000_000L;
    private static final int CHILD_TELLS =
            ThreadFlags.CHILD_IN_PIDNS | ThreadFlags.CLONE_NEWPID | ThreadFlags.CLONE_PARENT;

    private final Machine machine;
    private final ThreadTable threads;

    CloneEvents(Machine machine) {
        this.machine = machine;
        this.threads = machine.threads;
    }

    void exit(Event event, @Nullable ThreadInfo thread) {
        long result = event.number(0);
        if (result > 0) {
            caller(event, result, thread);
        } else if (result == 0) {
            child(event);
        }
    }

    private void caller(Event event, long childTid, @Nullable ThreadInfo known) {
        Layout layout = Layout.of(event.code());
        ThreadInfo caller = known == null ? machine.links().unknown(event.tid()) : known;
        if (caller == null) {
            return;
        }
        machine.thread(caller);
        boolean valid = !caller.isInvalid();
        if (!valid) {
            caller.pid = event.number(PID);
            caller.ptid = event.number(PTID);
            layout.readVirtualIds(event, caller);
            machine.links().link(caller);
        }
        int flags = layout.flags(event);
        if ((flags & CHILD_TELLS) != 0 || caller.tid != caller.vtid) {
            return;
        }
        boolean vfork = (flags & ThreadFlags.CLONE_VFORK) != 0 || event.code() == EventCodes.VFORK_X;
        if (vfork && !machine.version().hasEnterEvents()) { // Falco leaves it to the child's event since 0.42
            return;
        }
        ThreadInfo stale = threads.get(childTid);
        if (stale != null) {
            if ((stale.flags & ThreadFlags.CLONE_INVERTED) != 0) {
                return;
            }
            machine.links().remove(stale);
        }
        ThreadInfo child = new ThreadInfo(threads, childTid);
        child.flags = flags;
        boolean isThread = (flags & ThreadFlags.CLONE_THREAD) != 0;
        if (isThread) {
            child.pid = caller.pid;
            child.ptid = caller.ptid;
            child.flags |= ThreadFlags.CLONE_FILES;
        } else {
            child.pid = childTid;
            child.ptid = caller.tid;
        }
        child.vtid = childTid;
        child.vpid = child.pid;
        readProgram(event, layout, child);
        if (valid) {
            child.inherit(caller);
            if (!isThread) {
                inheritProcess(child, caller);
            }
        } else {
            copyProgram(child, caller);
        }
        readRest(event, layout, child);
        child.pidnsInitStart = machine.bootTimestamp();
        machine.links().add(child);
    }

    private void child(Event event) {
        long tid = event.tid();
        ThreadInfo known = threads.get(tid);
        if (known != null && known.cloneTimestamp != 0) {
            if (event.timestamp() - known.cloneTimestamp < SAME_CHILD_NANOS) {
                machine.thread(known);
                return;
            }
        }
        if (known != null) {
            machine.links().remove(known);
        }
        Layout layout = Layout.of(event.code());
        ThreadInfo child = new ThreadInfo(threads, tid);
        child.pid = event.number(PID);
        child.ptid = event.number(PTID);
        child.flags = layout.flags(event) | ThreadFlags.CLONE_INVERTED;
        layout.readVirtualIds(event, child);
        boolean isThread = (child.flags & ThreadFlags.CLONE_THREAD) != 0;
        if (isThread) {
            child.flags |= ThreadFlags.CLONE_FILES;
        }
        readProgram(event, layout, child);
        ThreadInfo origin = origin(isThread ? child.pid : child.ptid);
        if (origin != null) {
            inheritFrom(origin, child, isThread);
        }
        readRest(event, layout, child);
        readPidNamespace(event, layout, child);
        machine.thread(machine.links().add(child) ? child : null);
    }

    private @Nullable ThreadInfo origin(long tid) {
        ThreadInfo known = threads.get(tid);
        return known == null ? machine.links().unknown(tid) : known;
    }

    private void inheritFrom(ThreadInfo origin, ThreadInfo child, boolean isThread) {
        boolean valid = !origin.isInvalid();
        if (!valid && isThread) {
            origin.pid = child.pid;
            origin.ptid = child.ptid;
            origin.vpid = child.vpid;
            origin.vtid = child.vpid;
            machine.links().link(origin);
            copyProgram(child, origin);
        }
        if (valid) {
            child.inherit(origin);
            if (!isThread) {
                inheritProcess(child, origin);
            }
        }
    }

    /** Copies what a new process inherits and threads of a process share anyway. */
    private static void inheritProcess(ThreadInfo child, ThreadInfo from) {
        FdTable table = from.fds();
        if (table != null) {
            child.ownFds.copyFrom(table);
        }
        child.ownCwd = from.cwd();
        // Falco copies the creating thread's own environment, which only main threads have
        child.shareEnv(from);
    }

    private static void copyProgram(ThreadInfo from, ThreadInfo to) {
        to.exe = from.exe;
        to.comm = from.comm;
        to.setArgs(from.argsBytes());
    }

    private static void readProgram(Event event, Layout layout, ThreadInfo thread) {
        thread.exe = event.text(EXE);
        thread.comm = layout.comm < 0 ? thread.exe : event.text(layout.comm);
        thread.setArgs(event.bytes(ARGS));
    }

    private void readRest(Event event, Layout layout, ThreadInfo thread) {
        thread.ownFdLimit = event.number(FD_LIMIT);
        if (layout.flags > FD_LIMIT + 1) {
            thread.majorFaults = event.number(FD_LIMIT + 1);
            thread.minorFaults = event.number(FD_LIMIT + 2);
            thread.vmSize = (int) event.number(FD_LIMIT + 3);
            thread.vmRss = (int) event.number(FD_LIMIT + 4);
            thread.vmSwap = (int) event.number(FD_LIMIT + 5);
        }
        thread.cloneTimestamp = event.timestamp();
        thread.uid = (int) event.number(layout.flags + 1);
        thread.gid = (int) event.number(layout.flags + 2);
        machine.users.need(thread.containerId, thread.uid);
        machine.users.needGroup(thread.containerId, thread.gid);
        if (layout.cgroups >= 0) {
            machine.containerIds().resolve(thread, event.bytes(layout.cgroups));
        }
    }

    private void readPidNamespace(Event event, Layout layout, ThreadInfo thread) {
        int index = layout.vtid < 0 ? -1 : layout.vtid + 2;
        if (index < 0 || event.valueLength(index) != 8) {
            return;
        }
        boolean inNamespace = (thread.flags & (ThreadFlags.CHILD_IN_PIDNS | ThreadFlags.CLONE_NEWPID)) != 0
                || thread.tid != thread.vtid;
        thread.pidnsInitStart = machine.bootTimestamp() + (inNamespace ? event.number(index) : 0);
    }

    /** The parameter indexes of each version of the event; -1 if absent. */
    private enum Layout {
        V11(8, -1, -1, -1),
        V16(13, -1, -1, -1),
        V17(14, 13, -1, -1),
        V20(15, 13, 14, 18);

        final int flags;
        final int comm;
        final int cgroups;
        final int vtid;

        Layout(int flags, int comm, int cgroups, int vtid) {
            this.flags = flags;
            this.comm = comm;
            this.cgroups = cgroups;
            this.vtid = vtid;
        }

        static Layout of(int code) {
            return switch (code) {
                case EventCodes.CLONE_11_X -> V11;
                case EventCodes.CLONE_16_X, EventCodes.FORK_16_X, EventCodes.VFORK_16_X -> V16;
                case EventCodes.CLONE_17_X, EventCodes.FORK_17_X, EventCodes.VFORK_17_X -> V17;
                default -> V20;
            };
        }

        int flags(Event event) {
            return (int) event.number(flags);
        }

        void readVirtualIds(Event event, ThreadInfo thread) {
            if (vtid >= 0 && event.valueLength(vtid + 1) == 8) {
                thread.vtid = event.number(vtid);
                thread.vpid = event.number(vtid + 1);
            } else {
                thread.vtid = thread.tid;
                thread.vpid = -1;
            }
        }
    }
}
