// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The threads of a process. */
@SuppressWarnings("JavaLangClash") // the kernel's term
final class ThreadGroup {
    final long pid;
    private final List<ThreadInfo> members = new ArrayList<>(1);
    int alive;
    private boolean reaper;

    ThreadGroup(long pid, boolean reaper) {
        this.pid = pid;
        this.reaper = reaper;
    }

    /** The main thread, or null if it is not among the members. */
    @Nullable
    ThreadInfo leader() {
        if (members.isEmpty()) {
            return null;
        }
        ThreadInfo first = members.get(0);
        return first.isMainThread() ? first : null;
    }

    void add(ThreadInfo thread) {
        if (thread.isMainThread()) {
            members.add(0, thread);
        } else {
            members.add(thread);
        }
        if (!thread.isDead()) {
            alive++;
        }
    }

    void remove(ThreadInfo thread) {
        members.remove(thread);
    }

    List<ThreadInfo> members() {
        return members;
    }

    /** The first member that has not ended, or null if all have. */
    @Nullable
    ThreadInfo firstAlive() {
        for (ThreadInfo member : members) {
            if (!member.isDead()) {
                return member;
            }
        }
        return null;
    }

    int alive() {
        return alive;
    }

    void died() {
        alive--;
    }

    void resurrected() {
        alive++;
    }

    boolean isReaper() {
        return reaper;
    }

    void reaper(boolean on) {
        reaper = on;
    }
}
