// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.LongMap;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The threads of the machine, by id. */
final class ThreadTable {
    /** Storage for the enter events of threads that have ended. Others get it. */
    private final ArrayDeque<StoredEvent> spareEvents = new ArrayDeque<>();

    private final LongMap<ThreadInfo> threads = new LongMap<>(1024);
    private final LongMap<ThreadGroup> groups = new LongMap<>(1024);
    private @Nullable ThreadInfo last;

    ThreadTable() {}

    /** The number of threads, including those that ended but are still needed. */
    public int size() {
        return threads.size();
    }

    /** A thread by id, or null if unknown. */
    public @Nullable ThreadInfo get(long tid) {
        ThreadInfo known = last;
        if (known != null && known.tid == tid) {
            return known;
        }
        known = threads.get(tid);
        if (known != null) {
            last = known;
        }
        return known;
    }

    /** Passes all threads to an action, in no particular order. */
    public void forEach(Consumer<? super ThreadInfo> action) {
        threads.forEach(action);
    }

    void put(ThreadInfo thread) {
        threads.put(thread.tid, thread);
        last = null;
    }

    void remove(ThreadInfo thread) {
        if (threads.get(thread.tid) == thread) {
            threads.remove(thread.tid);
            if (thread.enter != null) {
                spareEvents.push(thread.enter);
                thread.enter = null;
            }
        }
        last = null;
    }

    /** Storage for an enter event that no thread has. */
    StoredEvent spareEvent() {
        StoredEvent event = spareEvents.poll();
        return event == null ? new StoredEvent() : event;
    }

    @Nullable
    ThreadGroup group(long pid) {
        return groups.get(pid);
    }

    void put(ThreadGroup group) {
        groups.put(group.pid, group);
    }

    void removeGroup(long pid) {
        groups.remove(pid);
    }

    void clear() {
        threads.clear();
        groups.clear();
        last = null;
    }
}
