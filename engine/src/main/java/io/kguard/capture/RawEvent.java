// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.event.Event;
import io.kguard.event.MalformedEventException;
import java.nio.ByteBuffer;

/** An event with the parameters that it has, independent of any table; for conversions. */
final class RawEvent {
    private static final int MAX_PARAMS = 64;

    private final int[] offsets = new int[MAX_PARAMS + 1];
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private int start;
    private int length;
    private int code;
    private int count;

    /** Shows an event. {@code large} says whether its lengths have four bytes. */
    void wrap(ByteBuffer bytes, int offset, int limit, boolean large) {
        int size = limit - offset;
        if (size < Event.HEADER_SIZE) {
            throw new MalformedEventException("an event of " + size + " bytes is shorter than its header");
        }
        int total = bytes.getInt(offset + 16);
        int params = bytes.getInt(offset + 22);
        int width = large ? 4 : 2;
        if (total < Event.HEADER_SIZE || total > size) {
            throw new MalformedEventException(
                    "the length of an event is " + total + ", its block has room for " + size);
        }
        if (params < 0 || params > MAX_PARAMS || Event.HEADER_SIZE + params * width > total) {
            throw new MalformedEventException("an event of " + total + " bytes can't have " + params + " parameters");
        }
        long end = (long) offset + Event.HEADER_SIZE + (long) params * width;
        offsets[0] = (int) end;
        for (int i = 0; i < params; i++) {
            int at = offset + Event.HEADER_SIZE + width * i;
            end += large ? bytes.getInt(at) & 0xffffffffL : bytes.getShort(at) & 0xffff;
            if (end > (long) offset + total) {
                throw new MalformedEventException("parameter " + i + " of an event ends behind it");
            }
            offsets[i + 1] = (int) end;
        }
        this.buffer = bytes;
        this.start = offset;
        this.length = total;
        this.code = bytes.getShort(offset + 20) & 0xffff;
        this.count = params;
    }

    ByteBuffer buffer() {
        return buffer;
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

    long timestamp() {
        return buffer.getLong(start);
    }

    long tid() {
        return buffer.getLong(start + 8);
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
