// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.Event;

/** Applies the effect of some types of events. */
interface EventParser {
    /**
     * Applies an event.
     *
     * @param code the event's code
     * @param thread the event's thread; if this is the exit of a system call with a descriptor, the descriptor is known
     *     too
     */
    void parse(Event event, int code, ThreadInfo thread);
}
