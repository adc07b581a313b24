// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apiguardian.api.API;

/**
 * A view of one scap event in a buffer. One view is moved from event to event: what it returns is valid until the next
 * {@link #wrap}. Nothing is copied or allocated to look at an event.
 *
 * <p>Layout (little-endian, packed): {@code u64 timestamp, i64 tid, u32 length, u16 code, u32 nparams}, then the
 * lengths of the values ({@code u16} each, {@code u32} for types flagged {@link EventFlag#LARGE_PAYLOAD}), then the
 * values.
 *
 * <p>Parameters are numbered from 0. Parameters that an older recording lacks are absent; parameters beyond the table
 * are ignored. Strings are Latin-1, one {@code char} per byte ({@link TextPool}).
 *
 * <p>Not thread-safe.
 */
@API(status = API.Status.INTERNAL)
public final class Event {
    /** Size of the fixed part, in bytes. */
    public static final int HEADER_SIZE = 26;

    private static final int MAX_PARAMS = 64;
    private static final ByteBuffer NONE =
            ByteBuffer.allocateDirect(HEADER_SIZE).order(ByteOrder.LITTLE_ENDIAN);

    private final EventTable table;
    private final TextPool texts;
    private final int[] offsets = new int[MAX_PARAMS + 1];
    private ByteBuffer buffer = NONE;
    private int start;
    private long number;
    private int cpu;
    private boolean stateOnly;
    private long view;
    private long timestamp;
    private long tid;
    private int length;
    private EventType type;
    private int paramCount;

    /** A view of events of a version. It shows no event yet. */
    public Event(FalcoVersion version) {
        this(version, new TextPool());
    }

    /** A view that shares a string pool with other views of the same thread. */
    public Event(FalcoVersion version, TextPool texts) {
        this.table = EventTable.of(version);
        this.texts = texts;
        this.type = table.types().get(0);
    }

    /** Moves the view to an event that rules may judge. */
    public void wrap(ByteBuffer buffer, int offset, int limit, long number, int cpu) {
        wrap(buffer, offset, limit, number, cpu, false);
    }

    /**
     * Moves the view to an event.
     *
     * @param buffer the bytes, little-endian; direct buffers are the fastest
     * @param offset where the event's timestamp is
     * @param limit the end of the event's block
     * @param number the event's number, {@code evt.num}
     * @param cpu the processor it was recorded on
     * @param stateOnly whether the event only changes the state of the machine and rules must not judge it
     * @throws MalformedEventException if its lengths contradict each other or exceed the block
     */
    public void wrap(ByteBuffer buffer, int offset, int limit, long number, int cpu, boolean stateOnly) {
        if (limit - offset < HEADER_SIZE) {
            throw new MalformedEventException("an event of " + (limit - offset) + " bytes is shorter than its header");
        }
        int newLength = buffer.getInt(offset + 16);
        int code = buffer.getShort(offset + 20) & 0xffff;
        int count = buffer.getInt(offset + 22);
        EventType newType = table.type(code);
        if (newType == null) {
            throw new MalformedEventException("no event type has the code " + code);
        }
        if (newLength < HEADER_SIZE || newLength > limit - offset) {
            throw new MalformedEventException(
                    "the length of a " + newType + " is " + newLength + ", its block has room for " + (limit - offset));
        }
        int width = newType.has(EventFlag.LARGE_PAYLOAD) ? 4 : 2;
        if (count < 0 || count > MAX_PARAMS || HEADER_SIZE + count * width > newLength) {
            throw new MalformedEventException(
                    "a " + newType + " of " + newLength + " bytes can't have " + count + " parameters");
        }
        long end = (long) offset + HEADER_SIZE + (long) count * width;
        this.offsets[0] = (int) end;
        for (int i = 0; i < count; i++) {
            end += width == 2
                    ? buffer.getShort(offset + HEADER_SIZE + 2 * i) & 0xffff
                    : buffer.getInt(offset + HEADER_SIZE + 4 * i) & 0xffffffffL;
            if (end > (long) offset + newLength) {
                throw new MalformedEventException("parameter " + i + " of a " + newType + " ends behind the event");
            }
            this.offsets[i + 1] = (int) end;
        }
        this.buffer = buffer;
        this.start = offset;
        this.number = number;
        this.cpu = cpu;
        this.stateOnly = stateOnly;
        this.view++;
        this.timestamp = buffer.getLong(offset);
        this.tid = buffer.getLong(offset + 8);
        this.length = newLength;
        this.type = newType;
        this.paramCount = Math.min(count, newType.paramCount());
    }

    /** The version that defines the event table. */
    public FalcoVersion version() {
        return table.version();
    }

    /** When it happened, in nanoseconds since the epoch. */
    public long timestamp() {
        return timestamp;
    }

    /** The thread that caused it, as the machine's initial pid namespace numbers it; -1 if none did. */
    public long tid() {
        return tid;
    }

    /** Its type. */
    public EventType type() {
        return type;
    }

    /** The code of its type. */
    public int code() {
        return type.code();
    }

    /** Its number, {@code evt.num}, from 1. */
    public long number() {
        return number;
    }

    /** The processor it was recorded on. */
    public int cpu() {
        return cpu;
    }

    /** How often the view was moved. Two equal values mean the same event. */
    public long view() {
        return view;
    }

    /** Whether the event only changes the state of the machine and rules must not judge it. */
    public boolean stateOnly() {
        return stateOnly;
    }

    /** The buffer that holds the event. Do not write to it. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** The offset of the event in {@link #buffer}. */
    public int offset() {
        return start;
    }

    /** The whole length in bytes. */
    public int length() {
        return length;
    }

    /**
     * Copies the event to a buffer and advances the buffer's position. Parameters beyond the table are left out,
     * because Falco's library stops at an event that has them.
     *
     * @param target little-endian, with room for {@link #length} bytes
     */
    public void copyTo(ByteBuffer target) {
        int begin = target.position();
        int width = type.has(EventFlag.LARGE_PAYLOAD) ? 4 : 2;
        copy(start, HEADER_SIZE + paramCount * width, target);
        copy(offsets[0], offsets[paramCount] - offsets[0], target);
        target.putInt(begin + 16, target.position() - begin);
        target.putInt(begin + 22, paramCount);
    }

    private void copy(int from, int size, ByteBuffer target) {
        target.put(target.position(), buffer, from, size);
        target.position(target.position() + size);
    }

    /** The number of parameters that the event has and the table knows. */
    public int paramCount() {
        return paramCount;
    }

    /** Whether the event has a parameter. */
    public boolean has(int index) {
        return index < paramCount;
    }

    /** The offset of a value in {@link #buffer}. */
    public int valueOffset(int index) {
        return offsets[index];
    }

    /** The length of a value in bytes; 0 if the parameter is absent or has no value. */
    public int valueLength(int index) {
        return index < paramCount ? offsets[index + 1] - offsets[index] : 0;
    }

    /**
     * The numeric value of a parameter: sign-extended for signed types, zero-extended for others. The length in the
     * event counts if it is shorter than the type. 0 if there is no value.
     */
    public long number(int index) {
        int size = valueLength(index);
        if (size == 0 || size > Long.BYTES || (size & size - 1) != 0) {
            return 0;
        }
        // The value is the top of the eight bytes that end with it. The header guarantees that there are as many before
        // the end.
        long bytes = buffer.getLong(offsets[index + 1] - Long.BYTES);
        int others = Long.SIZE - Byte.SIZE * size;
        return type.isSigned(index) ? bytes >> others : bytes >>> others;
    }

    /**
     * The string value of a parameter, up to its first NUL. As in Falco, an absent or empty value and {@code (NULL)}
     * read as {@code <NA>}.
     */
    public String text(int index) {
        int size = valueLength(index);
        if (size == 0) {
            return TextPool.NOT_AVAILABLE;
        }
        String text = texts.getText(buffer, offsets[index], size);
        return text.length() == 6 && text.equals("(NULL)") ? TextPool.NOT_AVAILABLE : text;
    }

    /** All bytes of a parameter as a string, NULs included. */
    public String bytes(int index) {
        return texts.get(buffer, offsets[index], valueLength(index));
    }

    /** Bytes of the current event as a string. */
    public String bytes(int offset, int size) {
        return texts.get(buffer, offset, size);
    }

    @Override
    public String toString() {
        return "event " + number + ", " + type + " by " + tid;
    }
}
