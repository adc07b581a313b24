// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import java.io.IOException;
import java.io.InputStream;

/**
 * A bounded pipe from one thread to another. Unlike the JDK's pipes it works with changing threads, and wakes them at
 * once.
 */
final class BytePipe extends InputStream {
    private final byte[] ring;
    private int start;
    private int length;
    private boolean ended;
    private boolean abandoned;

    BytePipe(int capacity) {
        this.ring = new byte[capacity];
    }

    /** Writes bytes, and waits while the pipe is full. Drops them if the reader has closed. */
    public synchronized void write(byte[] data, int offset, int size) throws InterruptedException {
        int done = 0;
        while (done < size && !abandoned && !ended) {
            if (length == ring.length) {
                wait();
                continue;
            }
            int at = (start + length) % ring.length;
            int part = Math.min(Math.min(size - done, ring.length - length), ring.length - at);
            System.arraycopy(data, offset + done, ring, at, part);
            length += part;
            done += part;
            notifyAll();
        }
    }

    /** Marks the end of the data. */
    public synchronized void end() {
        ended = true;
        notifyAll();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public synchronized int read(byte[] target, int offset, int size) throws IOException {
        if (size == 0) {
            return 0;
        }
        while (length == 0) {
            if (ended || abandoned) {
                return -1;
            }
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new java.io.InterruptedIOException();
            }
        }
        int part = Math.min(Math.min(size, length), ring.length - start);
        System.arraycopy(ring, start, target, offset, part);
        start = (start + part) % ring.length;
        length -= part;
        notifyAll();
        return part;
    }

    @Override
    public synchronized int available() {
        return length;
    }

    @Override
    public synchronized void close() {
        abandoned = true;
        length = 0;
        notifyAll();
    }
}
