// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.event.Event;
import io.kguard.event.EventFlag;
import io.kguard.event.EventType;
import io.kguard.event.MalformedEventException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Converts events of old captures, which do not contain their number of parameters. It follows from their lengths. */
final class V1Event {
    private static final int HEADER_SIZE = 22;
    private static final int NOTIFICATION = 280;
    private static final int INFRASTRUCTURE = 286;
    /** The length of these two is too large by this. */
    private static final int SURPLUS = 3;

    private ByteBuffer event = ByteBuffer.allocate(1 << 12).order(ByteOrder.LITTLE_ENDIAN);

    /** The event in the current format; valid until the next call. */
    ByteBuffer convert(ByteBuffer from, int offset, int limit, EventType type) {
        int code = type.code();
        int length = from.getInt(offset + 16) - (code == NOTIFICATION || code == INFRASTRUCTURE ? SURPLUS : 0);
        if (length < HEADER_SIZE || length > limit - offset) {
            throw new MalformedEventException(
                    "the length of a " + type + " is " + length + ", its block has room for " + (limit - offset));
        }
        int count = paramCount(from, offset, length, type);
        int total = length + Event.HEADER_SIZE - HEADER_SIZE;
        if (event.capacity() < total) {
            event = ByteBuffer.allocate(2 * total).order(ByteOrder.LITTLE_ENDIAN);
        }
        event.clear().limit(total);
        event.put(0, from, offset, HEADER_SIZE);
        event.putInt(16, total).putInt(HEADER_SIZE, count);
        event.put(Event.HEADER_SIZE, from, offset + HEADER_SIZE, length - HEADER_SIZE);
        return event;
    }

    private static int paramCount(ByteBuffer from, int offset, int length, EventType type) {
        int width = type.has(EventFlag.LARGE_PAYLOAD) ? 4 : 2;
        for (int count = type.paramCount(); count >= 0; count--) {
            long total = HEADER_SIZE + (long) count * width;
            if (total > length) {
                continue;
            }
            for (int i = 0; i < count; i++) {
                int at = offset + HEADER_SIZE + i * width;
                total += width == 4 ? from.getInt(at) & 0xffffffffL : from.getShort(at) & 0xffff;
            }
            if (total == length) {
                return count;
            }
        }
        throw new MalformedEventException(
                "the lengths of the parameters of a " + type + " do not add up to its length");
    }
}
