// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A connection to a shim, with frames in both directions as in session.h. One thread may read while others write. */
final class ShimConnection implements ProcessControl, AutoCloseable {
    /** {@code session_flag} of session.h: a command with a terminal, or with input. */
    public static final int FLAG_TTY = 1;

    public static final int FLAG_STDIN = 2;

    private static final int CHUNK = 1 << 15;

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(1 << 16).limit(0);
    private final Object writing = new Object();

    private ShimConnection(SocketChannel channel) {
        this.channel = channel;
    }

    public static ShimConnection open(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return new ShimConnection(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** A frame from the shim. */
    public record Frame(ShimAnswer type, byte[] payload) {
        public int number() {
            return payload.length < 4 ? 0 : ByteBuffer.wrap(payload).getInt();
        }

        public String text() {
            return new String(payload, UTF_8);
        }
    }

    /**
     * Requests a command.
     *
     * @param pidFile the file to which runc writes the pid of the process it starts; empty for a plain command
     * @param consoleSocket the socket on which runc passes the terminal; empty without a terminal
     * @param log the file to which the command writes why it fails
     */
    public void run(int flags, String pidFile, String consoleSocket, String log, List<String> command)
            throws IOException {
        List<String> texts = new ArrayList<>(List.of(pidFile, consoleSocket, log));
        texts.addAll(command);
        byte[] encoded = ShimTexts.encode(texts);
        send(
                ShimRequest.RUN,
                ByteBuffer.allocate(1 + encoded.length)
                        .put((byte) flags)
                        .put(encoded)
                        .array());
    }

    @Override
    public void input(byte[] data, int offset, int length) throws IOException {
        for (int sent = 0; sent < length; sent += CHUNK) {
            int size = Math.min(CHUNK, length - sent);
            byte[] chunk = new byte[size];
            System.arraycopy(data, offset + sent, chunk, 0, size);
            send(ShimRequest.INPUT, chunk);
        }
    }

    @Override
    public void endInput() {
        tell(ShimRequest.INPUT_END, new byte[0]);
    }

    /** The shim knows whether there is a terminal. */
    @Override
    public void resize(int columns, int rows) {
        tell(
                ShimRequest.SIZE,
                ByteBuffer.allocate(4)
                        .putShort((short) columns)
                        .putShort((short) rows)
                        .array());
    }

    void signal(int number) {
        tell(ShimRequest.SIGNAL, ByteBuffer.allocate(4).putInt(number).array());
    }

    /** Sends what has no effect once the process is over. */
    private void tell(ShimRequest request, byte[] payload) {
        try {
            send(request, payload);
        } catch (IOException e) {
            // it is over: then the connection is broken
        }
    }

    public void send(ShimRequest request, byte[] payload) throws IOException {
        ByteBuffer frame = ShimFrames.encode(request.type(), payload);
        synchronized (writing) {
            while (frame.hasRemaining()) {
                channel.write(frame);
            }
        }
    }

    /**
     * Reads the next frame.
     *
     * @throws EOFException if the shim is gone
     */
    public Frame read() throws IOException {
        fill(ShimFrames.HEADER);
        int length = in.getInt();
        char type = (char) (in.get() & 0xff);
        if (length < 1 || length > ShimFrames.MAX) {
            throw new IOException("a frame of " + length + " bytes from the shim");
        }
        byte[] payload = new byte[length - 1];
        for (int done = 0; done < payload.length; ) {
            fill(1);
            int size = Math.min(in.remaining(), payload.length - done);
            in.get(payload, done, size);
            done += size;
        }
        return new Frame(ShimAnswer.of(type), payload);
    }

    private void fill(int bytes) throws IOException {
        if (in.remaining() >= bytes) {
            return;
        }
        in.compact();
        while (in.position() < bytes) {
            if (channel.read(in) < 0) {
                in.flip();
                throw new EOFException("the shim closed the connection");
            }
        }
        in.flip();
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
