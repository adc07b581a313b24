// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.Event;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A copy of an enter event, kept until its exit event. */
final class StoredEvent {
    private ByteBuffer bytes = buffer(512);
    private int length;
    private long number;
    private int cpu;
    private boolean kept;

    void store(Event event) {
        length = event.length();
        if (bytes.capacity() < length) {
            bytes = buffer(length * 2);
        }
        bytes.put(0, event.buffer(), event.offset(), length);
        number = event.number();
        cpu = event.cpu();
        kept = true;
    }

    /** Whether no exit event has come since it was stored. */
    boolean isKept() {
        return kept;
    }

    void forget() {
        kept = false;
    }

    /** Shows it in a view. */
    void show(Event view) {
        view.wrap(bytes, 0, length, number, cpu);
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
