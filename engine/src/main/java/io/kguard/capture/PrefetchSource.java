// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads ahead in a separate thread, so that decompressing and parsing use two processors. The thread and its memory are there from the
 * second chunk on: most captures of a batch have no more than one.
 */
final class PrefetchSource implements ByteSource {
    private static final int CHUNKS = 4;
    private static final int CHUNK_SIZE = 1 << 18;

    private final ByteSource source;
    private final BlockingQueue<Chunk> empty = new ArrayBlockingQueue<>(CHUNKS);
    private final BlockingQueue<Chunk> full = new ArrayBlockingQueue<>(CHUNKS);
    private @Nullable Thread thread;
    private @Nullable Chunk current;

    /** A part of the capture, or its end, which may be a failure. */
    private static final class Chunk {
        final ByteBuffer bytes = ByteBuffer.allocateDirect(CHUNK_SIZE);
        boolean last;

        @Nullable
        Throwable failure;
    }

    PrefetchSource(ByteSource source) {
        this.source = source;
    }

    /** The first chunk. If it is not the last, others are read from now on. */
    private Chunk first() {
        Chunk chunk = new Chunk();
        fill(chunk);
        if (!chunk.last) {
            for (int i = 1; i < CHUNKS; i++) {
                empty.add(new Chunk());
            }
            Thread reader = new Thread(this::readAhead, "kguard-capture-reader");
            reader.setDaemon(true);
            reader.start();
            thread = reader;
        }
        return chunk;
    }

    private void readAhead() {
        try {
            Chunk chunk;
            do {
                chunk = empty.take();
                fill(chunk);
                full.put(chunk);
            } while (!chunk.last);
        } catch (InterruptedException e) {
            // the reader was closed
        }
    }

    private void fill(Chunk chunk) {
        chunk.bytes.clear();
        try {
            while (chunk.bytes.hasRemaining()) {
                if (source.read(chunk.bytes) < 0) {
                    chunk.last = true;
                    break;
                }
            }
        } catch (IOException | RuntimeException | Error e) {
            chunk.failure = e;
            chunk.last = true;
        }
        chunk.bytes.flip();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        Chunk chunk = current;
        while (chunk == null || !chunk.bytes.hasRemaining()) {
            if (chunk == null) {
                chunk = first();
            } else {
                if (chunk.failure != null) {
                    throw rethrown(chunk.failure);
                }
                if (chunk.last) {
                    return -1;
                }
                empty.add(chunk);
                chunk = next();
            }
            current = chunk;
        }
        int count = Math.min(chunk.bytes.remaining(), into.remaining());
        into.put(into.position(), chunk.bytes, chunk.bytes.position(), count);
        into.position(into.position() + count);
        chunk.bytes.position(chunk.bytes.position() + count);
        return count;
    }

    private Chunk next() throws IOException {
        try {
            return full.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading");
        }
    }

    private static IOException rethrown(Throwable failure) {
        if (failure instanceof IOException io) {
            return io;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    @Override
    public void close() throws IOException {
        Thread reader = thread;
        if (reader != null) {
            reader.interrupt();
            try {
                reader.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        source.close();
    }
}
