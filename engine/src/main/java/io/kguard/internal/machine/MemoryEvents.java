// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;

/** Updates a thread's memory and page faults. */
final class MemoryEvents implements EventParser {
    @Override
    public void parse(Event event, int code, ThreadInfo thread) {
        if (code == EventCodes.SWITCH_E) {
            switched(event, thread);
        } else {
            changed(event, thread);
        }
    }

    /** A processor switches to another thread. */
    private static void switched(Event event, ThreadInfo thread) {
        thread.majorFaults = event.number(1);
        thread.minorFaults = event.number(2);
        ThreadInfo main = thread.mainThread();
        if (main != null) {
            main.vmSize = (int) event.number(3);
            main.vmRss = (int) event.number(4);
            main.vmSwap = (int) event.number(5);
        }
    }

    /** The exit of a call that changed the process's memory. */
    private static void changed(Event event, ThreadInfo thread) {
        thread.vmSize = (int) event.number(1);
        thread.vmRss = (int) event.number(2);
        thread.vmSwap = (int) event.number(3);
    }
}
