// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.TextPool;
import org.jspecify.annotations.Nullable;

/** Adds threads to the table, links them to their process and parent, and removes them. */
final class ThreadLinks {
    private final Machine machine;
    private final ThreadTable threads;

    ThreadLinks(Machine machine) {
        this.machine = machine;
        this.threads = machine.threads;
    }

    /** Adds a thread of which an event gives only the id. Returns null if the table is full. */
    @Nullable
    ThreadInfo unknown(long tid) {
        if (isFull()) {
            return null;
        }
        ThreadInfo thread = new ThreadInfo(threads, tid);
        thread.comm = TextPool.NOT_AVAILABLE;
        thread.exe = TextPool.NOT_AVAILABLE;
        thread.setArgs("");
        threads.put(thread);
        return thread;
    }

    /** Adds a thread and links it. Returns false if the table is full. */
    boolean add(ThreadInfo thread) {
        if (isFull()) {
            return false;
        }
        link(thread);
        threads.put(thread);
        return true;
    }

    boolean isFull() {
        if (threads.size() < machine.limits.threads()) {
            return false;
        }
        machine.countThreadOverLimit();
        return true;
    }

    /** Makes a thread a member of its process and a child of its parent. */
    void link(ThreadInfo thread) {
        if (thread.group != null || thread.isInvalid()) {
            return;
        }
        ThreadGroup group = threads.group(thread.pid);
        if (group == null) {
            group = new ThreadGroup(thread.pid, thread.pid == 1 || thread.vpid == 1);
            threads.put(group);
        }
        group.add(thread);
        thread.group = group;
        if (thread.pid == 1) {
            return;
        }
        ThreadInfo parent = threads.get(thread.ptid);
        if (parent == null || parent.isInvalid()) {
            thread.ptid = 0;
        } else {
            parent.addChild(thread);
        }
    }

    /** Marks a thread as dead. It stays in the table. */
    void die(ThreadInfo thread) {
        if (!thread.isDead()) {
            thread.flags |= ThreadFlags.CLOSED;
            if (thread.group != null) {
                thread.group.died();
            }
        }
    }

    /** Removes a thread. A main thread stays as long as another thread of its process runs. */
    void remove(ThreadInfo thread) {
        ThreadGroup group = thread.group;
        if (thread.isInvalid() || group == null) {
            threads.remove(thread);
            leaveParent(thread);
            return;
        }
        die(thread);
        if (thread.hasChildren()) {
            reparent(thread, group);
        }
        leaveParent(thread);
        if (!thread.isMainThread()) {
            group.remove(thread);
            threads.remove(thread);
        }
        if (group.alive() <= 0) {
            ThreadInfo main = threads.get(group.pid); // which may be an unknown thread outside the group
            if (main != null) {
                threads.remove(main);
            }
            threads.removeGroup(group.pid);
        }
    }

    private void reparent(ThreadInfo thread, ThreadGroup group) {
        ThreadInfo reaper = thread.reaperTid > 0 ? threads.get(thread.reaperTid) : null;
        if (reaper == null && thread.reaperTid > 0) {
            reaper = unknown(thread.reaperTid); // added to the table, as in Falco, although it does not adopt orphans
        }
        if (reaper == null || reaper.isInvalid()) {
            reaper = findReaper(thread, group);
        }
        if (reaper != null && reaper.group != null && reaper.group != group) {
            reaper.group.reaper(true);
        }
        for (ThreadInfo child : thread.takeChildren()) {
            child.ptid = reaper == null ? 0 : reaper.tid;
            if (reaper != null) {
                reaper.addChild(child);
            }
        }
    }

    /**
     * The thread that adopts orphans: another thread of the process, or else the nearest such ancestor in the pid
     * namespace.
     */
    private @Nullable ThreadInfo findReaper(ThreadInfo thread, ThreadGroup group) {
        if (group.alive() > 0) {
            return group.firstAlive();
        }
        boolean namespace = thread.isInPidNamespace();
        int steps = threads.size();
        ThreadInfo ancestor = thread.parentThread();
        while (ancestor != null && steps-- > 0 && ancestor.isInPidNamespace() == namespace) {
            ThreadGroup theirs = ancestor.group;
            if (theirs != null && theirs.isReaper() && theirs.alive() > 0) {
                return theirs.firstAlive();
            }
            ancestor = ancestor.parentThread();
        }
        return null;
    }

    private void leaveParent(ThreadInfo thread) {
        ThreadInfo parent = thread.parentThread();
        if (parent != null) {
            parent.removeChild(thread);
        }
    }
}
