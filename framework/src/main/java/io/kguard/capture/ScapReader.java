package io.kguard.capture;

import io.kguard.event.Event;
import io.kguard.event.FalcoVersion;
import io.kguard.event.StateSink;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Reads a capture from its begin to its end, in constant memory: plain or compressed by gzip, with blocks of every
 * version. Events of old versions are converted to those of the given one; under {@link FalcoVersion#CURRENT} enter events
 * become part of their exit events and only those that Falco still records are shown, for state only.
 *
 * <p>Not for use by several threads.
 */
@SuppressWarnings("DoNotCallSuggester") // until it is written
public final class ScapReader implements Closeable {
    private ScapReader() {}

    /**
     * Opens a capture file and reads up to its first event.
     *
     * @param file the capture
     * @param version the events to show
     * @param state takes what the capture tells about the machine, here and when another capture follows in the same file
     * @throws CaptureException if it is no capture
     * @throws IOException if it cannot be read
     */
    public static ScapReader open(Path file, FalcoVersion version, StateSink state) throws IOException {
        throw new UnsupportedOperationException("not written yet");
    }

    /** The same for any stream; {@code name} is for messages. */
    public static ScapReader open(InputStream stream, String name, FalcoVersion version, StateSink state)
            throws IOException {
        throw new UnsupportedOperationException("not written yet");
    }

    /**
     * Moves a view to the next event; it is valid until the next call.
     *
     * @return whether there is one
     * @throws CaptureException if the capture is damaged; the events before it are good
     * @throws IOException if it cannot be read
     */
    public boolean next(Event event) throws IOException {
        throw new UnsupportedOperationException("not written yet");
    }

    /** The number of events read, {@code evt.num} of the last one. */
    public long eventCount() {
        return 0;
    }

    @Override
    public void close() throws IOException {}
}
