// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.EventFlag;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.event.MalformedEventException;
import io.kguard.event.StateSink;
import io.kguard.internal.file.FileToRead;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Reads a capture from its begin to its end, in constant memory: plain or compressed by gzip, with blocks of every
 * version. Events of old versions are converted to those of the given one; since {@link FalcoVersion#V0_42} enter events
 * become part of their exit events and only those that Falco still records are shown, for state only.
 *
 * <p>Not for use by several threads.
 */
@API(status = API.Status.INTERNAL)
@SuppressWarnings("ByteBufferBackingArray") // the window and the converters have arrays, and use them from their start
public final class ScapReader implements Closeable {
    /** The largest block: far larger than any recorder writes, but bounded. */
    private static final int LARGEST_BLOCK = 1 << 26;

    private static final int BLOCK_HEADER = 8;
    private static final int SMALLEST_BLOCK = 12;
    private static final int STATE_ONLY = 1;
    private static final int MAX_PARAMS = 64;
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    private final String name;
    private final CaptureWindow window;
    private final EventTable table;
    private final boolean exitsOnly;
    private final Converter converter;
    private final V1Event v1 = new V1Event();
    private final StateSink state;
    private final BlockCursor cursor;
    private final StateBlocks blocks;
    private long eventCount;
    private long eventsRead;
    private long dropEvents;
    private long unknownEvents;
    private long eventOffset;
    private int code;
    private int size;

    private ScapReader(ByteSource source, String name, FalcoVersion version, StateSink state) {
        this.name = name;
        this.window = new CaptureWindow(source, name);
        this.table = EventTable.of(version);
        this.exitsOnly = !version.hasEnterEvents();
        this.converter = new Converter(version);
        this.state = state;
        this.cursor = new BlockCursor(name);
        this.blocks = new StateBlocks(cursor, state);
    }

    /**
     * Opens a capture file and reads up to its first event.
     *
     * @param file the capture
     * @param version the version of the events to show
     * @param state receives the initial state, now and again if another capture follows in the same file
     * @throws CaptureException if the file is not a capture
     * @throws IOException if it can't be read
     */
    public static ScapReader open(Path file, FalcoVersion version, StateSink state) throws IOException {
        return open(FileChannel.open(FileToRead.of(file)), file.toString(), version, state);
    }

    /** Opens a capture in a stream; {@code name} is for messages. Closing the reader closes the stream. */
    public static ScapReader open(InputStream stream, String name, FalcoVersion version, StateSink state)
            throws IOException {
        return open(Channels.newChannel(stream), name, version, state);
    }

    /** Opens a capture in a channel; {@code name} is for messages. Closing the reader closes the channel. */
    public static ScapReader open(ReadableByteChannel channel, String name, FalcoVersion version, StateSink state)
            throws IOException {
        ByteSource source = new ChannelSource(channel, ByteBuffer.allocate(0));
        try {
            ByteBuffer first = ByteBuffer.allocate(2);
            while (first.hasRemaining() && channel.read(first) >= 0) {
                // a file may return its first bytes one by one
            }
            first.flip();
            boolean compressed =
                    first.limit() == 2 && (first.get(0) & 0xff) == GZIP_FIRST && (first.get(1) & 0xff) == GZIP_SECOND;
            source = new ChannelSource(channel, first);
            if (compressed) {
                source = new PrefetchSource(new GzipSource(source));
            }
            ScapReader reader = new ScapReader(source, name, version, state);
            reader.start();
            return reader;
        } catch (IOException | RuntimeException | Error e) {
            close(source, e);
            throw e;
        }
    }

    private static void close(ByteSource source, Throwable because) {
        try {
            source.close();
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    private void start() throws IOException {
        state.reset();
        if (!window.has(BLOCK_HEADER) || window.buffer().getInt(window.position()) != BlockType.SECTION_CODE) {
            throw error("this is no capture: it does not begin with a section header");
        }
        readState();
        if (!header()) {
            throw error("the capture has no events");
        }
    }

    /** Reads blocks up to the first event, or the end. */
    private void readState() throws IOException {
        while (header()) {
            BlockType type = BlockType.of(code);
            if (type != null && type.isEvent()) {
                return;
            }
            block();
            if (type != null) {
                int body = window.position() + BLOCK_HEADER;
                cursor.begin(
                        window.buffer(),
                        body,
                        body + size - SMALLEST_BLOCK,
                        type.label(),
                        window.offset() - window.position());
                blocks.read(type, code);
            }
            window.skip(size);
        }
    }

    /**
     * Moves a view to the next event. It is valid until the next call.
     *
     * @param event a view for the reader's version
     * @return whether there is a next event
     * @throws CaptureException if the capture is damaged; the events before are valid
     * @throws IOException if it can't be read
     */
    public boolean next(Event event) throws IOException {
        return next(event, EventTaker.NONE);
    }

    /**
     * Moves a view to the next event that nobody takes before. It is valid until the next call.
     *
     * @param event a view for the reader's version
     * @param taker is asked first
     * @return whether there is a next event
     * @throws CaptureException if the capture is damaged; the events before are valid
     * @throws IOException if it can't be read
     */
    public boolean next(Event event, EventTaker taker) throws IOException {
        while (header()) {
            BlockType type = BlockType.of(code);
            if (type == null || !type.isEvent()) {
                restart(type);
                continue;
            }
            block();
            boolean shown;
            try {
                shown = show(event, type, taker);
            } catch (MalformedEventException e) {
                throw error(String.valueOf(e.getMessage()));
            }
            eventOffset = window.offset();
            window.skip(size);
            if (shown) {
                return true;
            }
        }
        return false;
    }

    /** Another capture may follow in the same file. */
    private void restart(@Nullable BlockType type) throws IOException {
        if (type != BlockType.SECTION) {
            throw error("a block of type 0x" + Integer.toHexString(code)
                    + " follows an event; only events and a new section may");
        }
        state.reset();
        converter.clear();
        readState();
    }

    private boolean show(Event event, BlockType type, EventTaker taker) {
        ByteBuffer buffer = window.buffer();
        byte[] bytes = buffer.array();
        int at = window.position() + BLOCK_HEADER;
        int limit = window.position() + size - 4;
        int flagBytes = type.hasFlags() ? 4 : 0;
        if (limit - at < 2 + flagBytes + 22) {
            throw new MalformedEventException("a block of " + size + " bytes is too short for an event");
        }
        int cpu = (short) LittleEndian.unsignedShort(bytes, at);
        boolean stateOnly = flagBytes != 0 && (LittleEndian.number(bytes, at + 2) & STATE_ONLY) != 0;
        at += 2 + flagBytes;
        int eventCode = LittleEndian.unsignedShort(bytes, at + 20);
        EventType eventType = table.type(eventCode);
        if (eventType == null) {
            unknownEvents++;
            return false;
        }
        eventsRead++;
        if (eventCode == EventCodes.DROP_E || eventCode == EventCodes.DROP_X) {
            dropEvents++;
        }
        if (type.isV1()) {
            buffer = v1.convert(buffer, at, limit, eventType);
            at = 0;
            limit = buffer.limit();
        } else if (isTaken(bytes, at, limit, eventType, stateOnly, taker)) {
            eventCount++;
            return false;
        }
        if (converter.concerns(eventCode)) {
            switch (converter.convert(buffer, at, limit, eventCode)) {
                case HIDE -> {
                    return false;
                }
                case SHOW_RESULT -> {
                    buffer = converter.result();
                    at = 0;
                    limit = buffer.limit();
                }
                case SHOW -> {}
            }
            stateOnly |= exitsOnly && converter.isEnter(eventCode);
        }
        event.wrap(buffer, at, limit, ++eventCount, cpu, stateOnly);
        return true;
    }

    /** Whether an event need not be shown. One with wrong lengths is shown, and found to be damaged then. */
    private boolean isTaken(byte[] bytes, int at, int limit, EventType type, boolean stateOnly, EventTaker taker) {
        int eventCode = type.code();
        if (!taker.wants(eventCode) || type.has(EventFlag.LARGE_PAYLOAD) || limit - at < Event.HEADER_SIZE) {
            return false;
        }
        int count = LittleEndian.number(bytes, at + 22);
        if (!hasRoom(bytes, at, limit, count) || !converter.keepsType(eventCode, count)) {
            return false;
        }
        int syscall = -1;
        int lengths = at + Event.HEADER_SIZE;
        if (eventCode == EventCodes.GENERIC_X && count > 0 && LittleEndian.unsignedShort(bytes, lengths) == 2) {
            syscall = LittleEndian.unsignedShort(bytes, lengths + 2 * count);
        }
        long tid = LittleEndian.longNumber(bytes, at + 8);
        if (!taker.takes(eventCode, syscall, tid, stateOnly)) {
            return false;
        }
        converter.passOver(eventCode, count, tid);
        return true;
    }

    /** Whether an event has room for the parameters that it says it has, and its block for the event. */
    private static boolean hasRoom(byte[] bytes, int at, int limit, int count) {
        int length = LittleEndian.number(bytes, at + 16);
        if (length > limit - at || count < 0 || count > MAX_PARAMS) {
            return false;
        }
        int left = length - Event.HEADER_SIZE - 2 * count;
        for (int i = 0; i < count; i++) {
            left -= LittleEndian.unsignedShort(bytes, at + Event.HEADER_SIZE + 2 * i);
        }
        return left >= 0;
    }

    /** Reads a block's type and size without moving. Returns false at the end of the capture. */
    private boolean header() throws IOException {
        if (!window.has(BLOCK_HEADER)) {
            if (window.available() == 0) {
                return false;
            }
            throw truncated(BLOCK_HEADER);
        }
        byte[] bytes = window.buffer().array();
        code = LittleEndian.number(bytes, window.position());
        size = LittleEndian.number(bytes, window.position() + 4);
        return true;
    }

    /** Loads the whole block, and checks that its two sizes are equal. */
    private void block() throws IOException {
        if (size < SMALLEST_BLOCK || size > LARGEST_BLOCK) {
            throw error("a block of " + Integer.toUnsignedString(size) + " bytes; a block has " + SMALLEST_BLOCK
                    + " to " + LARGEST_BLOCK);
        }
        if (!window.has(size)) {
            throw truncated(size);
        }
        int trailer = LittleEndian.number(window.buffer().array(), window.position() + size - 4);
        if (trailer != size) {
            throw error("wrong block total length, header=" + size + ", trailer=" + Integer.toUnsignedString(trailer));
        }
    }

    private CaptureException truncated(int wanted) {
        return error("the capture ends within a block: " + window.available() + " of " + wanted
                + " bytes are there. Is the file truncated?");
    }

    private CaptureException error(String what) {
        return new CaptureException(name, window.offset(), what);
    }

    /** An exception for damage in the current event that the caller has found. */
    public CaptureException damaged(String what) {
        return new CaptureException(name, eventOffset, what);
    }

    /** {@code evt.num} of the last event that was shown, counted from the beginning of the whole capture. */
    public long eventCount() {
        return eventCount;
    }

    /** The number of events read. */
    public long eventsRead() {
        return eventsRead;
    }

    /** The number of events so far with which the recorder reports dropped events. */
    public long dropEvents() {
        return dropEvents;
    }

    /** The number of events so far that were skipped, as Falco does, because their types are unknown. */
    public long unknownEvents() {
        return unknownEvents;
    }

    /** The number of events so far at which Falco itself stops, because a thread's enter event is of another call. */
    public long misplacedEnters() {
        return converter.misplaced();
    }

    @Override
    public void close() throws IOException {
        window.close();
    }
}
