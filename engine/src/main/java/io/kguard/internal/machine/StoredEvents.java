// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import java.util.ArrayDeque;

/** Storage for the enter events of threads. The storage of ended threads is reused. */
final class StoredEvents {
    private final ArrayDeque<StoredEvent> spare = new ArrayDeque<>();

    /** Returns unused storage. */
    StoredEvent take() {
        StoredEvent event = spare.poll();
        return event == null ? new StoredEvent() : event;
    }

    /** Takes back the storage of an ended thread. */
    void release(ThreadInfo thread) {
        if (thread.enter != null) {
            spare.push(thread.enter);
            thread.enter = null;
        }
    }
}
