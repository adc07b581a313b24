// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import org.apiguardian.api.API;

/**
 * Takes events before they are shown: those of which who reads a capture needs no more than who made them. To show an event takes
 * several times as long.
 */
@API(status = API.Status.INTERNAL)
public interface EventTaker {
    /** Takes none. */
    EventTaker NONE = new EventTaker() {
        @Override
        public boolean wants(int code) {
            return false;
        }

        @Override
        public boolean takes(int code, int syscall, long tid, boolean stateOnly) {
            return false;
        }
    };

    /** Whether an event with this code may be taken. */
    boolean wants(int code);

    /**
     * Takes an event.
     *
     * @param code its code in the reader's version
     * @param syscall for the exit of a generic system call its number, else -1
     * @param tid its thread
     * @param stateOnly whether rules must not judge it
     * @return whether it took it. Else it did nothing
     */
    boolean takes(int code, int syscall, long tid, boolean stateOnly);
}
