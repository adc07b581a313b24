// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.LongMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which of a simulation's processes live, and what started each: the container itself, or a step. It goes by who forked
 * whom, as /proc forgets it: the kernel hands the children of a process that ends to another.
 */
final class ProcessLineage {
    private static final int RESULT = 0;
    private static final int PID = 4;
    private static final int PARENT = 5;
    private static final int FLAGS = 15;
    /** Falco's flag of a child whose parent, to the kernel, is its creator's parent. */
    private static final int CLONE_PARENT = 1 << 8;

    /** A process, while a thread of it or a descendant lives. */
    private static final class Started {
        final long pid;
        final @Nullable Started by;
        final int step;
        /** Whether it has left the container runtime's hands. */
        boolean inside;

        Started(long pid, @Nullable Started by, int step, boolean inside) {
            this.pid = pid;
            this.by = by;
            this.step = step;
            this.inside = inside;
        }

        boolean descendsFrom(Set<Long> pids) {
            for (Started at = this; at != null; at = at.by) {
                if (pids.contains(at.pid)) {
                    return true;
                }
            }
            return false;
        }

        /** The step under which the first of its line was started. */
        int firstStep() {
            int first = step;
            for (Started at = by; at != null; at = at.by) {
                first = at.step > 0 ? at.step : first;
            }
            return first;
        }
    }

    private final LongMap<Started> byThread = new LongMap<>(256);
    private int step;

    /** From now on a step goes on; they count from 1, and before the first is 0. */
    void beginStep(int number) {
        step = number;
    }

    /** Takes an event; whether a thread ended or a process began. */
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
        if (process == null) {
            boolean told = (event.number(FLAGS) & CLONE_PARENT) == 0;
            process = new Started(pid, told ? byThread.get(event.number(PARENT)) : null, step, !event.stateOnly());
        }
        byThread.put(tid, process);
    }

    private void execute(Event event) {
        long tid = event.tid();
        Started process = byThread.get(tid);
        if (process == null) {
            process = takeOver(tid);
            byThread.put(tid, process);
        }
        process.inside |= !event.stateOnly();
    }

    /** A thread that is not the leader and executes a program takes the leader's number. */
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

    /** Whether a process has been started and has not executed the container's program yet. */
    boolean isBeginning(long pid) {
        Started process = byThread.get(pid);
        return process != null && !process.inside;
    }

    /**
     * The processes in containers that live and are not the containers' own, with the step that started each; 0 if that
     * was before the first.
     *
     * @param own the first processes of containers; what descends from them is theirs
     */
    Map<Long, Integer> strangers(Set<Long> own) {
        Map<Long, Integer> strangers = new TreeMap<>();
        byThread.forEach(process -> {
            if (process.inside && !process.descendsFrom(own)) {
                strangers.put(process.pid, process.firstStep());
            }
        });
        return strangers;
    }

    /** Whether a process is one of the containers' own; not if nothing is known of it. */
    boolean isOwn(long pid, Set<Long> own) {
        Started process = byThread.get(pid);
        return own.contains(pid) || process != null && process.descendsFrom(own);
    }
}
