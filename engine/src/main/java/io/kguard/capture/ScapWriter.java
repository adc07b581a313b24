// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.event.Event;
import io.kguard.event.EventFlag;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.event.StateEntry;
import io.kguard.event.StateSink;
import io.kguard.internal.file.WholeFile;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apiguardian.api.API;

/**
 * Writes a capture that Falco and sysdig can read: first the entries of the initial state, in any order, then events.
 *
 * <p>Not thread-safe.
 */
@API(status = API.Status.INTERNAL)
public final class ScapWriter implements StateSink, Closeable {
    private static final int EVENT = 0x216;
    private static final int EVENT_FLAGS = 0x217;
    private static final int LARGE_EVENT = 0x221;
    private static final int LARGE_EVENT_FLAGS = 0x222;
    private static final int STATE_ONLY = 1;

    private final OutputStream out;
    private final List<StateEntry> entries = new ArrayList<>();
    private final BlockBuffer block = new BlockBuffer();
    private ByteBuffer copy = ByteBuffer.allocate(1 << 12).order(ByteOrder.LITTLE_ENDIAN);
    private boolean begun;

    private ScapWriter(OutputStream out) {
        this.out = out;
    }

    /** Creates or replaces a capture file, compressed with gzip. */
    public static ScapWriter create(Path file) throws IOException {
        OutputStream stream = WholeFile.create(file);
        try {
            return to(new GZIPOutputStream(stream, 1 << 16));
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    /** Writes an uncompressed capture to a stream. Closing the writer closes the stream. */
    public static ScapWriter to(OutputStream stream) {
        return new ScapWriter(new BufferedOutputStream(stream, 1 << 16));
    }

    /** Drops the entries so far, or, after an event, starts another capture in the same file. */
    @Override
    public void reset() {
        entries.clear();
        begun = false;
    }

    /**
     * Adds an entry of the initial state.
     *
     * @throws IllegalStateException if an event was already written
     */
    @Override
    public void entry(StateEntry entry) {
        if (begun) {
            throw new IllegalStateException("a capture has its entries before its events");
        }
        entries.add(entry);
    }

    /** Writes an event, with the parameters that its version knows. */
    public void write(Event event) throws IOException {
        if (copy.capacity() < event.length()) {
            copy = ByteBuffer.allocate(event.length()).order(ByteOrder.LITTLE_ENDIAN);
        }
        event.copyTo(copy.clear());
        write(copy, 0, copy.position(), event.cpu(), event.stateOnly());
    }

    /**
     * Writes the bytes of an event.
     *
     * @param event its bytes, little-endian, from position to limit
     * @param cpu the processor it was recorded on
     * @param stateOnly whether rules must not judge it
     */
    public void write(ByteBuffer event, int cpu, boolean stateOnly) throws IOException {
        write(event, event.position(), event.remaining(), cpu, stateOnly);
    }

    private void write(ByteBuffer event, int offset, int length, int cpu, boolean stateOnly) throws IOException {
        begin();
        boolean large = isLarge(event.getShort(offset + 20) & 0xffff);
        if (stateOnly) {
            block.begin(large ? LARGE_EVENT_FLAGS : EVENT_FLAGS).u16(cpu).i32(STATE_ONLY);
        } else {
            block.begin(large ? LARGE_EVENT : EVENT).u16(cpu);
        }
        block.raw(event, offset, length).end(out);
    }

    private static boolean isLarge(int code) {
        EventType type = EventTable.of(FalcoVersion.CURRENT).type(code);
        return type != null && type.has(EventFlag.LARGE_PAYLOAD);
    }

    private void begin() throws IOException {
        if (!begun) {
            begun = true;
            new StateBlockWriter(out).write(entries);
            entries.clear();
        }
    }

    /** Completes the capture. */
    @Override
    public void close() throws IOException {
        try (OutputStream closed = out) {
            begin();
            closed.flush();
        }
    }
}
