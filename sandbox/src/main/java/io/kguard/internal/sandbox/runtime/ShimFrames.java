// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import java.nio.ByteBuffer;

/**
 * Frames to and from a shim's processes, in the format of {@code frame.h}: the length of the rest, a type, a payload.
 */
final class ShimFrames {
    /** The header before a payload: the length of type and payload, and the type. */
    static final int HEADER = Integer.BYTES + 1;

    /** The longest frame that either side accepts, type and payload. */
    static final int MAX = 1 << 20;

    private ShimFrames() {}

    /** Encodes a frame into a buffer, ready to be read. */
    static ByteBuffer encode(char type, byte[] payload) {
        return ByteBuffer.allocate(HEADER + payload.length)
                .putInt(payload.length + 1)
                .put((byte) type)
                .put(payload)
                .flip();
    }
}
