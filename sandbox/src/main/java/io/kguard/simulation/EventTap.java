// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.engine.EventCause;
import io.kguard.event.Event;
import io.kguard.event.EventSource;
import io.kguard.event.StateEntry;
import io.kguard.event.StateEntry.FdEntry;
import io.kguard.event.StateEntry.UserEntry;
import java.util.List;

/** Sees everything that a simulation's machine sees, in order, to record it. */
interface EventTap {
    /** Ignores everything. */
    EventTap NONE = new EventTap() {
        @Override
        public boolean startOver() {
            return true;
        }
    };

    /** Called with an entry of the initial state. */
    default void entry(StateEntry entry) {}

    /** Called with a descriptor that came in a message. */
    default void received(FdEntry descriptor) {
        entry(descriptor);
    }

    /** Called with what the events from now on are due to, when that changes. Before, they are of the start. */
    default void cause(EventCause cause) {}

    /** Called with an event, which is valid only during the call. */
    default void event(Event event) {}

    /** Called with the users of a container. */
    default void users(String containerId, List<UserEntry> users) {}

    /** Called at the start of a step; steps count from 1. */
    default void step(int number) {}

    /**
     * Called with a document of another source than system calls, before {@link #event} is called with its events.
     *
     * @param arrival the time of events that have none, in nanoseconds since the epoch
     */
    default void document(EventSource source, String json, long arrival) {}

    /**
     * Called before everything is played a second time. Forgets what it has seen.
     *
     * @return whether it can. Else it is not played again
     */
    default boolean startOver() {
        return false;
    }

    /** Called when all events of the act have arrived, on the thread of the simulation and before the clean-up. */
    default void over() {}
}
