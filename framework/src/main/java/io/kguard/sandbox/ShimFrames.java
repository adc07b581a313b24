// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import java.nio.ByteBuffer;

/** Frames to and from a shim's processes, as {@code frame.h} has them: the length of what follows, a type, a payload. */
final class ShimFrames {
    /** What comes before a payload: its length with the type's, and the type. */
    static final int HEADER = Integer.BYTES + 1;

    /** The longest that either side takes, type and payload. */
    static final int MAX = 1 << 20;

    private ShimFrames() {}

    /** A frame, ready to be read from. */
    static ByteBuffer encode(char type, byte[] payload) {
        return ByteBuffer.allocate(HEADER + payload.length)
                .putInt(payload.length + 1)
                .put((byte) type)
                .put(payload)
                .flip();
    }
}
