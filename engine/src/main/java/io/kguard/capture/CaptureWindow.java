// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.ZipException;

/** The part of a capture that is in memory. It moves forward, and grows if a single block needs that. */
final class CaptureWindow implements Closeable {
    private static final int USUAL_SIZE = 1 << 20;
    private static final int BUFFER_STEP = 1 << 18;

    private final ByteSource source;
    private final String name;
    private ByteBuffer buffer = allocate(BUFFER_STEP);
    private int position;
    private int limit;
    private long base;
    private boolean ended;

    CaptureWindow(ByteSource source, String name) {
        this.source = source;
        this.name = name;
    }

    /** The bytes, of which the first is that of its array; valid until the next {@link #has}. */
    ByteBuffer buffer() {
        return buffer;
    }

    /** The position of the next byte in the buffer. */
    int position() {
        return position;
    }

    /** The offset of the next byte in the capture. */
    long offset() {
        return base + position;
    }

    /** The number of bytes in memory from the current position on. */
    int available() {
        return limit - position;
    }

    void skip(int count) {
        position += count;
    }

    /**
     * Loads a number of bytes from the current position on.
     *
     * @return whether the capture has as many
     */
    boolean has(int count) throws IOException {
        return limit - position >= count || fetch(count);
    }

    private boolean fetch(int count) throws IOException {
        makeRoom(count);
        buffer.limit(buffer.capacity()).position(limit);
        while (limit - position < count && !ended) {
            if (!buffer.hasRemaining()) {
                // The buffer grows with the bytes that are really there: a length alone costs no memory
                ByteBuffer larger = allocate(2 * buffer.capacity());
                larger.put(0, buffer, 0, limit);
                buffer = larger.position(limit);
            }
            ended = read() < 0;
            limit = buffer.position();
        }
        return limit - position >= count;
    }

    private int read() throws IOException {
        try {
            return source.read(buffer);
        } catch (ZipException | EOFException e) {
            throw new CaptureException(
                    name,
                    base + buffer.position(),
                    e.getMessage() + " (this is the byte of the unpacked capture; copy the file again)");
        }
    }

    private void makeRoom(int count) {
        if (position > 0) {
            if (buffer.capacity() > USUAL_SIZE && limit - position <= USUAL_SIZE && count <= USUAL_SIZE) {
                ByteBuffer smaller = allocate(USUAL_SIZE);
                smaller.put(0, buffer, position, limit - position);
                buffer = smaller;
            } else {
                buffer.put(0, buffer, position, limit - position);
            }
            base += position;
            limit -= position;
            position = 0;
        }
    }

    private static ByteBuffer allocate(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
