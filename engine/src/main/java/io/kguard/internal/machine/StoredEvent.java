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

    /** Its bytes. */
    byte[] copy() {
        byte[] copy = new byte[length];
        bytes.get(0, copy);
        return copy;
    }

    long number() {
        return number;
    }

    int cpu() {
        return cpu;
    }

    /** Keeps an event of which the bytes were saved. */
    void restore(byte[] saved, long savedNumber, int savedCpu) {
        if (bytes.capacity() < saved.length) {
            bytes = buffer(saved.length * 2);
        }
        bytes.put(0, saved);
        length = saved.length;
        number = savedNumber;
        cpu = savedCpu;
        kept = true;
    }

    /** Shows it in a view. */
    void show(Event view) {
        view.wrap(bytes, 0, length, number, cpu);
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
