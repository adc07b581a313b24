// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apiguardian.api.API;

/**
 * Writes events into its own buffer, one at a time: {@link #begin}, the parameters in order, {@link #end}.
 *
 * <p>Not thread-safe.
 */
@API(status = API.Status.INTERNAL)
public final class EventWriter {
    private static final int MAX_PARAMS = 64;

    private final EventTable table;
    private final int[] lengths = new int[MAX_PARAMS];
    private ByteBuffer values = newBuffer(1 << 12);
    private ByteBuffer event = newBuffer(1 << 12);
    private EventType type;
    private long timestamp;
    private long tid;
    private int count;

    /** A writer for the event table of a version. */
    public EventWriter(FalcoVersion version) {
        this.table = EventTable.of(version);
        this.type = table.types().get(0);
    }

    /**
     * Begins an event.
     *
     * @param code the code of its type
     * @param timestamp nanoseconds since the epoch
     * @param tid the acting thread
     */
    public EventWriter begin(int code, long timestamp, long tid) {
        EventType known = table.type(code);
        if (known == null) {
            throw new IllegalArgumentException("no event type has the code " + code);
        }
        this.type = known;
        this.timestamp = timestamp;
        this.tid = tid;
        this.count = 0;
        values.clear();
        return this;
    }

    /** Writes the next parameter: a number, in the size of its type. */
    public EventWriter number(long value) {
        int size = type.param(count).type().size();
        reserve(8);
        switch (size) {
            case 1 -> values.put((byte) value);
            case 2 -> values.putShort((short) value);
            case 4 -> values.putInt((int) value);
            case 8 -> values.putLong(value);
            default ->
                throw new IllegalArgumentException(
                        "parameter " + type.param(count).name() + " of " + type + " is no number");
        }
        lengths[count++] = size;
        return this;
    }

    /** Writes the next parameter: a string. A NUL is added. */
    public EventWriter text(String value) {
        byte[] bytes = value.getBytes(UTF_8);
        reserve(bytes.length + 1);
        values.put(bytes).put((byte) 0);
        lengths[count++] = bytes.length + 1;
        return this;
    }

    /** Writes the next parameter: raw bytes. */
    public EventWriter bytes(byte[] value) {
        reserve(value.length);
        values.put(value);
        lengths[count++] = value.length;
        return this;
    }

    /** Writes the next parameter without a value. */
    public EventWriter empty() {
        lengths[count++] = 0;
        return this;
    }

    /**
     * Ends the event.
     *
     * @return a direct little-endian buffer that holds the event from position 0 to its limit; valid until the next
     *     event is ended
     * @throws MalformedEventException if a value is too long for the event's format
     */
    public ByteBuffer end() {
        int width = type.has(EventFlag.LARGE_PAYLOAD) ? 4 : 2;
        int total = Event.HEADER_SIZE + count * width + values.position();
        if (event.capacity() < total) {
            event = newBuffer(Math.max(total, 2 * event.capacity()));
        }
        event.clear();
        event.putLong(timestamp)
                .putLong(tid)
                .putInt(total)
                .putShort((short) type.code())
                .putInt(count);
        for (int i = 0; i < count; i++) {
            if (width == 4) {
                event.putInt(lengths[i]);
            } else if (lengths[i] <= 0xffff) {
                event.putShort((short) lengths[i]);
            } else {
                throw new MalformedEventException(
                        "parameter " + i + " of a " + type + " has " + lengths[i] + " bytes; 65535 fit");
            }
        }
        values.flip();
        event.put(values);
        event.flip();
        return event;
    }

    private void reserve(int bytes) {
        if (values.remaining() < bytes) {
            ByteBuffer larger = newBuffer(Math.max(values.position() + bytes, 2 * values.capacity()));
            values.flip();
            larger.put(values);
            values = larger;
        }
    }

    private static ByteBuffer newBuffer(int size) {
        return ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
