// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.Event;

/** Knows the effect of some types of events. */
interface EventParser {
    /**
     * Lets an event take effect.
     *
     * @param code the event's
     * @param thread the event's thread; of a system call's end with a descriptor, that is known, too
     */
    void parse(Event event, int code, ThreadInfo thread);
}
