package io.kguard.capture;

import io.kguard.event.Event;
import io.kguard.event.StateEntry;
import io.kguard.event.StateSink;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Writes a capture that Falco and sysdig read: first the entries of the initial state, in any order, then events.
 *
 * <p>Not for use by several threads.
 */
@SuppressWarnings("DoNotCallSuggester") // until it is written
public final class ScapWriter implements StateSink, Closeable {
    private ScapWriter() {}

    /** Creates or replaces a capture file, compressed by gzip. */
    public static ScapWriter create(Path file) throws IOException {
        throw new UnsupportedOperationException("not written yet");
    }

    /** Writes a plain capture to a stream; closing the writer closes it. */
    public static ScapWriter to(OutputStream stream) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    public void reset() {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    public void entry(StateEntry entry) {
        throw new UnsupportedOperationException("not written yet");
    }

    /** Writes an event as it is. */
    public void write(Event event) throws IOException {
        throw new UnsupportedOperationException("not written yet");
    }

    /**
     * Writes an event as it is.
     *
     * @param event its bytes, from position to limit
     * @param cpu the processor it was recorded on
     * @param stateOnly whether it is not for rules to judge
     */
    public void write(ByteBuffer event, int cpu, boolean stateOnly) throws IOException {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    public void close() throws IOException {}
}
