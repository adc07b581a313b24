// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.event.Event;
import io.kguard.event.MalformedEventException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Builds an event from the values of others. */
final class EventBytes {
    private static final int MAX_PARAMS = 64;

    private byte[] bytes = new byte[1 << 12];
    private ByteBuffer event = buffer(bytes);
    private boolean large;
    private int lengthAt;
    private int valueAt;

    /** Begins an event of the time and the thread of another, with a number of values. */
    void begin(RawEvent of, int code, boolean isLarge, int count) {
        if (count > MAX_PARAMS) {
            throw new MalformedEventException("an event has more than " + MAX_PARAMS + " parameters");
        }
        large = isLarge;
        lengthAt = Event.HEADER_SIZE;
        valueAt = Event.HEADER_SIZE + count * (isLarge ? 4 : 2);
        System.arraycopy(of.bytes(), of.offset(), bytes, 0, 16);
        LittleEndian.putShort(bytes, 20, code);
        LittleEndian.putInt(bytes, 22, count);
    }

    /** Adds the next value, taken from another event. */
    void value(RawEvent from, int index) {
        int length = from.valueLength(index);
        next(length);
        System.arraycopy(from.bytes(), from.valueOffset(index), bytes, valueAt - length, length);
    }

    void bytes(byte[] value) {
        next(value.length);
        System.arraycopy(value, 0, bytes, valueAt - value.length, value.length);
    }

    void zeros(int length) {
        next(length);
        Arrays.fill(bytes, valueAt - length, valueAt, (byte) 0);
    }

    private void next(int length) {
        if (bytes.length < valueAt + length) {
            bytes = Arrays.copyOf(bytes, 2 * (valueAt + length));
            event = buffer(bytes);
        }
        if (large) {
            LittleEndian.putInt(bytes, lengthAt, length);
            lengthAt += 4;
        } else if (length <= 0xffff) {
            LittleEndian.putShort(bytes, lengthAt, length);
            lengthAt += 2;
        } else {
            throw new MalformedEventException("a parameter has " + length + " bytes; 65535 fit");
        }
        valueAt += length;
    }

    ByteBuffer end() {
        LittleEndian.putInt(bytes, 16, valueAt);
        return event.limit(valueAt);
    }

    ByteBuffer bytes() {
        return event;
    }

    private static ByteBuffer buffer(byte[] of) {
        return ByteBuffer.wrap(of).order(ByteOrder.LITTLE_ENDIAN);
    }
}
