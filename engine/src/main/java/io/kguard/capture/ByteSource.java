// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Where the bytes of a capture come from, uncompressed and in order. */
interface ByteSource extends Closeable {
    /**
     * Puts at least one byte into a buffer that has room.
     *
     * @return the number of bytes, -1 at the end
     */
    int read(ByteBuffer into) throws IOException;
}
