// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.file;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log line by line, and keeps one line at a time in memory. A log may be compressed by gzip.
 *
 * <p>Not thread-safe.
 */
public final class LogLines implements AutoCloseable {
    /** The longest line, in bytes: the size of the largest list that Falco's plugin accepts from an API server. */
    public static final int LONGEST = 12 << 20;

    /** The longest document that takes a whole file, in bytes. */
    private static final int LONGEST_DOCUMENT = 64 << 20;

    /** A line or a document is longer than allowed. */
    public static final class TooLong extends IOException {
        private static final long serialVersionUID = 1;

        TooLong(String message) {
            super(message);
        }
    }

    private final String name;
    private final InputStream input;
    private final byte[] chunk = new byte[1 << 16];
    private int at;
    private int end;
    private long number;

    private LogLines(String name, InputStream input) {
        this.name = name;
        this.input = input;
    }

    /**
     * Opens a log.
     *
     * @throws IOException if the file does not exist or can't be read
     */
    public static LogLines open(Path file) throws IOException {
        OwnFolder.check(file);
        return open(file.toString(), Files.newInputStream(FileToRead.of(file)));
    }

    /**
     * Opens a log that is not on this machine.
     *
     * @param name its name, for messages
     * @param bytes its bytes; closed with the log, also if it can't be opened
     * @throws IOException if it can't be read
     */
    public static LogLines open(String name, InputStream bytes) throws IOException {
        InputStream input = new BufferedInputStream(bytes);
        try {
            return new LogLines(name, isCompressed(input) ? new GZIPInputStream(input) : input);
        } catch (IOException e) {
            input.close();
            throw new IOException(name + " is compressed by gzip, and damaged: " + FileFault.reason(e), e);
        }
    }

    private static boolean isCompressed(InputStream input) throws IOException {
        input.mark(2);
        boolean compressed = input.read() == 0x1f && input.read() == 0x8b;
        input.reset();
        return compressed;
    }

    /** The name of the log. */
    public String name() {
        return name;
    }

    /** The number of the last line, from 1. */
    public long number() {
        return number;
    }

    /**
     * The next line without its end; null after the last.
     *
     * @throws TooLong if the line is too long
     * @throws IOException if the log can't be read
     */
    public byte @Nullable [] next() throws IOException {
        number++;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        boolean any = false;
        while (at < end || fill()) {
            any = true;
            int stop = at;
            while (stop < end && chunk[stop] != '\n') {
                stop++;
            }
            text.write(chunk, at, stop - at);
            if (text.size() > LONGEST) {
                throw new TooLong("the line is longer than " + LONGEST + " bytes; a log has an event in each");
            }
            at = stop + 1;
            if (stop < end) {
                return text.toByteArray();
            }
        }
        return any ? text.toByteArray() : null;
    }

    /** Whether there is nothing after the last line. */
    public boolean isAtEnd() throws IOException {
        return at >= end && !fill();
    }

    /**
     * All that comes after the last line.
     *
     * @throws TooLong if it is too long
     * @throws IOException if the log can't be read
     */
    public byte[] rest() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (at < end || fill()) {
            text.write(chunk, at, end - at);
            at = end;
            if (text.size() > LONGEST_DOCUMENT) {
                throw new TooLong(
                        "the document is longer than " + LONGEST_DOCUMENT + " bytes; write one event in each line");
            }
        }
        return text.toByteArray();
    }

    private boolean fill() throws IOException {
        end = Math.max(0, input.read(chunk));
        at = 0;
        return end > 0;
    }

    /** Whether a line has nothing but spaces. */
    public static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
