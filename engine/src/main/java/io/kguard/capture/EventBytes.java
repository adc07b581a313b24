// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.event.Event;
import io.kguard.event.MalformedEventException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Builds an event from the values of others. */
final class EventBytes {
    private static final int MAX_PARAMS = 64;

    private final int[] lengths = new int[MAX_PARAMS];
    private ByteBuffer values = allocate(1 << 12);
    private ByteBuffer event = allocate(1 << 12);
    private long timestamp;
    private long tid;
    private int code;
    private boolean large;
    private int count;

    void begin(long newTimestamp, long newTid, int newCode, boolean isLarge) {
        timestamp = newTimestamp;
        tid = newTid;
        code = newCode;
        large = isLarge;
        count = 0;
        values.clear();
    }

    /** Adds the next value, taken from another event. */
    void value(RawEvent from, int index) {
        int length = from.valueLength(index);
        reserve(length);
        values.put(values.position(), from.buffer(), from.valueOffset(index), length);
        values.position(values.position() + length);
        next(length);
    }

    void bytes(byte[] value) {
        reserve(value.length);
        values.put(value);
        next(value.length);
    }

    void zeros(int length) {
        reserve(length);
        for (int i = 0; i < length; i++) {
            values.put((byte) 0);
        }
        next(length);
    }

    private void next(int length) {
        if (count == MAX_PARAMS) {
            throw new MalformedEventException("an event has more than " + MAX_PARAMS + " parameters");
        }
        lengths[count++] = length;
    }

    ByteBuffer end() {
        int width = large ? 4 : 2;
        int total = Event.HEADER_SIZE + count * width + values.position();
        if (event.capacity() < total) {
            event = allocate(2 * total);
        }
        event.clear();
        event.putLong(timestamp)
                .putLong(tid)
                .putInt(total)
                .putShort((short) code)
                .putInt(count);
        for (int i = 0; i < count; i++) {
            if (large) {
                event.putInt(lengths[i]);
            } else if (lengths[i] <= 0xffff) {
                event.putShort((short) lengths[i]);
            } else {
                throw new MalformedEventException("a parameter has " + lengths[i] + " bytes; 65535 fit");
            }
        }
        event.put(values.flip()).flip();
        return event;
    }

    ByteBuffer bytes() {
        return event;
    }

    private void reserve(int length) {
        if (values.remaining() < length) {
            values = allocate(2 * (values.position() + length)).put(values.flip());
        }
    }

    private static ByteBuffer allocate(int size) {
        return ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
