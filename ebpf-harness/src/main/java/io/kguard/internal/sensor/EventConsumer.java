// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.kguard.event.Event;
import io.kguard.event.StateEntry.FdEntry;
import java.nio.ByteBuffer;

/**
 * Receives the events of one simulation, on the sensor's poll thread and in the order of the ring buffer. All
 * simulations share that thread: a consumer must neither block nor allocate per event.
 */
@FunctionalInterface
public interface EventConsumer {
    /**
     * Called before the first event of processes that {@link Observation#watchProcess} marks. Does nothing by default.
     *
     * @param scan threads and file descriptors at the time when marking was complete
     */
    default void begin(ProcScan scan) {}

    /**
     * Called before the next event with a descriptor that a process received in a message, as /proc shows it. Does
     * nothing by default.
     */
    default void received(FdEntry descriptor) {}

    /**
     * Called before an event with a folder as the kernel has it: one for each relative path of the event, and one to which it
     * leads. Does nothing by default.
     *
     * @param folder valid only during the call
     */
    default void folder(KernelFolder folder) {}

    /**
     * Called with each event. An exception ends the observation, and the next {@link Observation#barrier} reports it.
     *
     * @param event valid only during the call; {@link Event#stateOnly} if the container runtime caused it before it
     *     entered the container
     */
    void accept(Event event);

    /** A folder as the kernel has it, from which a path of the next event starts or to which it leads: a view of a record. */
    final class KernelFolder {
        private ByteBuffer data = ByteBuffer.allocate(0);
        private int at;

        void wrap(ByteBuffer record, int offset) {
            data = record;
            at = offset;
        }

        /** The thread that makes the call. */
        public long tid() {
            return data.getLong(at);
        }

        /** The descriptor that the call starts from; a negative number is the working folder. */
        public long fd() {
            return data.getLong(at + Layout.RECEIVED_FD);
        }

        /** Whether the event leads to it; else a relative path of the event starts from it. */
        public boolean isEnd() {
            return data.getInt(at + Layout.RECEIVED_MODE) != 0;
        }

        /** The code of the event. */
        public int code() {
            return data.getInt(at + Layout.RECEIVED_FLAGS);
        }

        /** The name of the event's call. */
        public String call() {
            return BlindSpots.callName(code());
        }

        /** Whether this is its path; a slash at the end does not count. */
        public boolean isNamed(String path) {
            int length = path.length();
            while (length > 1 && path.charAt(length - 1) == '/') {
                length--;
            }
            if (length != length()) {
                return false;
            }
            for (int i = 0; i < length; i++) {
                if ((data.get(at + Layout.RECEIVED_PATH + i) & 0xff) != path.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        private int length() {
            return data.getInt(at + Layout.RECEIVED_LENGTH) - 1;
        }

        /** The path as the process sees it, each byte a character. */
        public String path() {
            byte[] path = new byte[length()];
            data.get(at + Layout.RECEIVED_PATH, path);
            return new String(path, ISO_8859_1);
        }
    }
}
