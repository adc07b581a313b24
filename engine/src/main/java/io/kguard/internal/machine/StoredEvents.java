// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import java.util.ArrayDeque;

/** Room for the enter events of threads; that of threads which are gone is used again. */
final class StoredEvents {
    private final ArrayDeque<StoredEvent> spare = new ArrayDeque<>();

    /** Room that no thread has. */
    StoredEvent take() {
        StoredEvent event = spare.poll();
        return event == null ? new StoredEvent() : event;
    }

    /** Takes the room of a thread that is gone. */
    void release(ThreadInfo thread) {
        if (thread.enter != null) {
            spare.push(thread.enter);
            thread.enter = null;
        }
    }
}
