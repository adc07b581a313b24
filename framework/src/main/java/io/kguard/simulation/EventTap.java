// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.event.Event;
import io.kguard.event.StateEntry;

/** Sees everything that a simulation's machine is told, in order: for recording it. */
interface EventTap {
    /** Looks at nothing. */
    EventTap NONE = new EventTap() {
        @Override
        public void entry(StateEntry entry) {}

        @Override
        public void event(Event event) {}
    };

    /** Something that was there before the first event. */
    void entry(StateEntry entry);

    /** An event, valid during the call only. */
    void event(Event event);

    /** An event of the API server, as JSON; {@link #event} has had it too. */
    default void audit(String json) {}
}
