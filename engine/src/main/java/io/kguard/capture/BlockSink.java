// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apiguardian.api.API;

/** Receives the blocks of a capture as they are. */
@API(status = API.Status.INTERNAL)
@FunctionalInterface
public interface BlockSink {
    /**
     * Receives a block.
     *
     * @param buffer holds it until this returns; must not be changed
     * @param offset where it begins
     * @param length its length
     */
    void block(ByteBuffer buffer, int offset, int length) throws IOException;
}
