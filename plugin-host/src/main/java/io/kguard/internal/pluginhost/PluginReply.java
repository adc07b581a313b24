// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.pluginhost;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A reply of the host. The host runs the plugin's code, so what it sends is not trusted: each part may be missing or
 * wrong, which ends in a {@link MalformedException}.
 */
final class PluginReply {
    private static final int LARGEST = 16 << 20;

    private final ByteBuffer frame;

    private PluginReply(ByteBuffer frame) {
        this.frame = frame;
    }

    /** The reply is none that the host sends. */
    static final class MalformedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        MalformedException(String message) {
            super(message);
        }
    }

    /**
     * Reads a reply.
     *
     * @throws java.io.EOFException if the host has ended
     * @throws MalformedException if it is too long
     */
    static PluginReply read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length <= 0 || length > LARGEST) {
            throw new MalformedException("a reply of " + Integer.toUnsignedString(length) + " bytes");
        }
        byte[] frame = new byte[length];
        in.readFully(frame);
        return new PluginReply(ByteBuffer.wrap(frame));
    }

    int bit8() {
        return next(Byte.BYTES).get() & 0xff;
    }

    int number() {
        return next(Integer.BYTES).getInt();
    }

    long number64() {
        return next(Long.BYTES).getLong();
    }

    private ByteBuffer next(int size) {
        if (frame.remaining() < size) {
            throw tooShort();
        }
        return frame;
    }

    /** A number of things of which each has at least one byte. */
    int count() {
        int count = number();
        if (count < 0 || count > frame.remaining()) {
            throw tooShort();
        }
        return count;
    }

    byte[] bytes() {
        byte[] data = new byte[count()];
        frame.get(data);
        return data;
    }

    /** A text in Latin-1. */
    String text() {
        return new String(bytes(), ISO_8859_1);
    }

    /** A text in UTF-8. */
    String message() {
        return new String(bytes(), UTF_8);
    }

    /** Passes over a text. */
    void passText() {
        var unused = bytes();
    }

    /** Checks that there is no more. */
    void end() {
        if (frame.hasRemaining()) {
            throw new MalformedException("a reply that is too long");
        }
    }

    private static MalformedException tooShort() {
        return new MalformedException("a reply that is too short");
    }
}
