// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of a capture, uncompressed and in order. */
interface ByteSource extends Closeable {
    /**
     * Reads at least one byte into a buffer with free space.
     *
     * @return the number of bytes, -1 at the end
     */
    int read(ByteBuffer into) throws IOException;
}
