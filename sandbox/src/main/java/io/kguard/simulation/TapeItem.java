// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.event.EventSource;
import io.kguard.event.StateEntry;
import io.kguard.event.StateEntry.UserEntry;
import java.util.List;

/** A part of a {@link Tape}. */
sealed interface TapeItem {
    /** An entry of the initial state. */
    record Entry(StateEntry entry) implements TapeItem {}

    /** The users of a container. */
    record Users(String containerId, List<UserEntry> users) implements TapeItem {
        public Users {
            users = List.copyOf(users);
        }
    }

    /** An event of another source than system calls, as JSON. */
    record Document(EventSource source, String json, long arrival) implements TapeItem {}

    /** The start of a step. */
    record Step(int number) implements TapeItem {}

    /**
     * Events one after the other, packed: for each its length, its CPU, what it is due to and whether it
     * is for the state only, and its bytes.
     *
     * @param size the number of bytes before packing
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and large
    record Events(byte[] packed, int size) implements TapeItem {}
}
