// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.LongMap;
import io.kguard.internal.sandbox.RuncExec;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tracks which processes of a simulation run, and whether the container itself or a step started each of them. It
 * follows forks in the events, because /proc loses them: when a process ends, the kernel gives its children another
 * parent.
 */
final class ProcessLineage {
    private static final int RESULT = 0;
    private static final int ARGS = 2;
    private static final int PID = 4;
    private static final int PARENT = 5;
    private static final int FLAGS = 15;
    /** Falco's flag for a child whose kernel parent is its creator's parent. */
    private static final int CLONE_PARENT = 1 << 8;

    /** A process, kept while one of its threads or descendants lives. */
    private static final class Started {
        final long pid;
        final @Nullable Started by;
        /** The first process of its lineage: a container's own, or what the container runtime started for a step. */
        final Started root;

        private int step;
        /** Whether it no longer belongs to the container runtime. */
        boolean inside;
        /** Whether it was seen to execute a program. */
        boolean executed;
        /** Whether it is the runtime's process that runs a command of a kubelet: a hook or probe of a container. */
        boolean ofKubelet;

        Started(long pid, @Nullable Started by, int step, boolean inside) {
            this.pid = pid;
            this.by = by;
            this.root = by == null ? this : by.root;
            this.step = step;
            this.inside = inside;
        }

        /** Whether it is a daemon's shim: outside, there before it was seen, and not what executed the runtime since. */
        boolean isShim() {
            return by == null && !inside && !executed;
        }

        boolean descendsFrom(Set<Long> pids) {
            for (Started at = this; at != null; at = at.by) {
                if (pids.contains(at.pid)) {
                    return true;
                }
            }
            return false;
        }

        /** Whether a container or its kubelet started it, and no step. */
        boolean belongsToContainer(Set<Long> own) {
            for (Started at = this; at != null; at = at.by) {
                if (at.ofKubelet || own.contains(at.pid)) {
                    return true;
                }
            }
            return false;
        }

        /** The step that started the first process of its lineage. */
        int firstStep() {
            int first = step;
            for (Started at = by; at != null; at = at.by) {
                first = at.step > 0 ? at.step : first;
            }
            return first;
        }
    }

    private final LongMap<Started> byThread = new LongMap<>(256);
    /** All processes that steps started, also those that have ended. */
    private final LongMap<Integer> ofSteps = new LongMap<>(256);

    private final Set<Long> restarted = new HashSet<>();
    private int step;

    /** Marks the start of a step. Steps count from 1; 0 is before the first. */
    void beginStep(int number) {
        step = number;
    }

    /** Processes an event. Returns whether a thread ended or a process started. */
    boolean take(Event event) {
        switch (event.code()) {
            case EventCodes.CLONE_X, EventCodes.CLONE3_X, EventCodes.FORK_X, EventCodes.VFORK_X -> {
                if (event.number(RESULT) == 0) {
                    fork(event);
                }
                return false;
            }
            case EventCodes.EXECVE_X, EventCodes.EXECVEAT_X -> {
                if (event.number(RESULT) == 0) {
                    execute(event);
                }
                return true;
            }
            case EventCodes.PROCEXIT_E -> {
                byThread.remove(event.tid());
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    private void fork(Event event) {
        long tid = event.tid();
        long pid = event.number(PID);
        Started process = tid == pid ? null : byThread.get(pid);
        if (process == null && tid != pid && event.stateOnly()) {
            return; // a shim of a daemon began before, and what it starts for a step is no act of that time
        }
        if (process == null) {
            boolean inside = !event.stateOnly();
            // the runtime's processes give their children the process that began the command as parent
            boolean told = !inside || (event.number(FLAGS) & CLONE_PARENT) == 0;
            Started parent = byThread.get(event.number(PARENT));
            if (parent != null && parent.isShim()) {
                parent = null; // it starts a process for each command, and which of its threads does so is by chance
            }
            process = new Started(pid, told ? parent : null, told ? step : stepOf(parent), inside);
        }
        byThread.put(tid, process);
        remember(process);
    }

    /**
     * The step of a process of a container that made itself a sibling: the kernel tells its creator's parent. That of a
     * first process is outside, and then it is taken for the container's own.
     */
    private static int stepOf(@Nullable Started parent) {
        return parent == null ? 0 : parent.root.step;
    }

    private void remember(Started process) {
        if (restarted.contains(process.pid)) {
            process.root.step = 0;
        }
        if (process.root.step > 0) {
            ofSteps.put(process.pid, process.root.step);
        }
    }

    private void execute(Event event) {
        long tid = event.tid();
        Started process = byThread.get(tid);
        if (process == null) {
            process = takeOver(tid);
            byThread.put(tid, process);
            remember(process);
        }
        process.executed = true;
        process.inside |= !event.stateOnly();
        if (event.stateOnly() && RuncExec.isOfKubelet(event.bytes(ARGS))) {
            process.ofKubelet = true;
            if (RuncExec.isOfProbe(event.bytes(ARGS))) {
                process.root.step = 0; // no step sets it off
                ofSteps.remove(process.pid);
            }
        }
    }

    /** When a thread that is not the leader executes a program, it gets the leader's pid. */
    private Started takeOver(long pid) {
        Started[] found = new Started[1];
        long[] old = {-1};
        byThread.forEachEntry((tid, process) -> {
            if (process.pid == pid) {
                found[0] = process;
                old[0] = tid;
            }
        });
        if (found[0] == null) {
            return new Started(pid, null, step, false);
        }
        byThread.remove(old[0]);
        return found[0];
    }

    /** The process of a thread; the thread's own id if it is not known. */
    long processOf(long tid) {
        Started process = byThread.get(tid);
        return process == null ? tid : process.pid;
    }

    /** Whether a process runs, or one that it or its descendants started. */
    boolean isAnyLeft(long pid) {
        boolean[] found = new boolean[1];
        byThread.forEach(process -> found[0] |= process.descendsFrom(Set.of(pid)));
        return found[0];
    }

    /** Whether a process was started and has not executed the container's program yet. */
    boolean isBeginning(long pid) {
        Started process = byThread.get(pid);
        return process != null && !process.inside;
    }

    /**
     * The running processes that steps started, with the step that started each, or 0 if it started before the first
     * step.
     *
     * @param own the first processes of containers; their descendants are not included, and no hooks and probes
     */
    Map<Long, Integer> strangers(Set<Long> own) {
        Map<Long, Integer> strangers = new TreeMap<>();
        byThread.forEach(process -> {
            if (process.inside && !process.belongsToContainer(own)) {
                strangers.put(process.pid, process.firstStep());
            }
        });
        return strangers;
    }

    /** A container that was there before the first step is started again, and this is its first process. */
    void restarted(long pid) {
        restarted.add(pid);
        Started known = byThread.get(pid);
        if (known != null) {
            known.root.step = 0;
            ofSteps.remove(pid);
        }
    }

    /** Whether the process of a thread descends from one that a step started; false if it is unknown. */
    boolean isOfStep(long tid) {
        Started process = byThread.get(tid);
        return process != null && process.root.step > 0;
    }

    /** Whether a step started a process that may have ended. */
    boolean wasOfStep(long pid) {
        return ofSteps.get(pid) != null;
    }

    /** Whether a process is or descends from a container's first process; false if the process is unknown. */
    boolean isOwn(long pid, Set<Long> own) {
        Started process = byThread.get(pid);
        return own.contains(pid) || process != null && process.belongsToContainer(own);
    }
}
