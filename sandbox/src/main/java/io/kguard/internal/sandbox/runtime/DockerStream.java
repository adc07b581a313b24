// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Input and output of a process in a container, as a Docker daemon transfers them. One thread may read while others
 * write.
 */
final class DockerStream implements AutoCloseable {
    private static final int CHUNK = 1 << 15;
    private static final int HEADER = 8;
    private static final byte STDERR = 2;
    private static final byte[] END_OF_TRANSMISSION = {4};

    private final SocketChannel channel;
    private final boolean terminal;
    private final ByteBuffer in = ByteBuffer.allocate(CHUNK).limit(0);
    private final Object writing = new Object();
    private boolean error;
    private long left;

    /** With a terminal, the output is raw. Without, it is in frames that distinguish standard output and error. */
    DockerStream(SocketChannel channel, boolean terminal) {
        this.channel = channel;
        this.terminal = terminal;
        this.left = terminal ? Long.MAX_VALUE : 0;
    }

    /** Reads the next part. Returns null at the end. */
    public RunningCommand.@Nullable Chunk read() throws IOException {
        while (left == 0) {
            if (!fill(HEADER)) {
                return null;
            }
            error = in.get() == STDERR;
            in.position(in.position() + 3);
            left = Integer.toUnsignedLong(in.getInt());
        }
        if (!fill(1)) {
            if (terminal) {
                return null;
            }
            throw new EOFException("the Docker daemon closed the connection within an output");
        }
        byte[] data = new byte[(int) Math.min(left, in.remaining())];
        in.get(data);
        left -= terminal ? 0 : data.length;
        return new RunningCommand.Chunk(error, data);
    }

    /** Reads a number of bytes. Returns false if the stream ends before. */
    private boolean fill(int bytes) throws IOException {
        if (in.remaining() >= bytes) {
            return true;
        }
        in.compact();
        boolean ended = false;
        while (in.position() < bytes && !ended) {
            ended = channel.read(in) < 0;
        }
        in.flip();
        return in.remaining() >= bytes;
    }

    public void write(byte[] data, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(data, offset, length);
        synchronized (writing) {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    /** Sends the process an end of file, or ^D on a terminal. */
    public void endInput() {
        try {
            if (terminal) {
                write(END_OF_TRANSMISSION, 0, 1);
            } else {
                channel.shutdownOutput();
            }
        } catch (IOException e) {
            // it is over
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // nothing is lost: the caller has read what it needed
        }
    }
}
