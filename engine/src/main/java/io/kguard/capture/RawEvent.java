// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.event.Event;
import io.kguard.event.MalformedEventException;

/** An event with the parameters that it has, independent of any table; for conversions. */
final class RawEvent {
    private static final int MAX_PARAMS = 64;

    private final int[] offsets = new int[MAX_PARAMS + 1];
    private byte[] bytes = {};
    private int start;
    private int length;
    private int code;
    private int count;

    /** Shows an event. {@code large} says whether its lengths have four bytes. */
    void wrap(byte[] from, int offset, int limit, boolean large) {
        int size = limit - offset;
        if (size < Event.HEADER_SIZE) {
            throw new MalformedEventException("an event of " + size + " bytes is shorter than its header");
        }
        int total = LittleEndian.number(from, offset + 16);
        int params = LittleEndian.number(from, offset + 22);
        int width = large ? 4 : 2;
        if (total < Event.HEADER_SIZE || total > size) {
            throw new MalformedEventException(
                    "the length of an event is " + total + ", its block has room for " + size);
        }
        if (params < 0 || params > MAX_PARAMS || Event.HEADER_SIZE + params * width > total) {
            throw new MalformedEventException("an event of " + total + " bytes can't have " + params + " parameters");
        }
        int at = offset + Event.HEADER_SIZE;
        long last = (long) offset + total;
        long end = (long) at + (long) params * width;
        offsets[0] = (int) end;
        for (int i = 0; i < params; i++) {
            end += large ? LittleEndian.number(from, at) & 0xffffffffL : LittleEndian.unsignedShort(from, at);
            at += width;
            if (end > last) {
                throw new MalformedEventException("parameter " + i + " of an event ends behind it");
            }
            offsets[i + 1] = (int) end;
        }
        this.bytes = from;
        this.start = offset;
        this.length = total;
        this.code = LittleEndian.unsignedShort(from, offset + 20);
        this.count = params;
    }

    byte[] bytes() {
        return bytes;
    }

    int offset() {
        return start;
    }

    int length() {
        return length;
    }

    int code() {
        return code;
    }

    long tid() {
        return LittleEndian.longNumber(bytes, start + 8);
    }

    int paramCount() {
        return count;
    }

    int valueOffset(int index) {
        return offsets[index];
    }

    int valueLength(int index) {
        return offsets[index + 1] - offsets[index];
    }
}
