// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import java.nio.ByteBuffer;
import org.apiguardian.api.API;

/**
 * All that kguard knew of a machine at one moment, or a part of that: more than the other entries can tell. The parts of a
 * snapshot follow each other. They replace what other entries say. Only {@code io.kguard.internal.machine} knows what is in
 * it.
 */
@API(status = API.Status.INTERNAL)
public final class MachineSnapshot implements StateEntry {
    private final byte[] bytes;

    /** Copies the bytes of a buffer from its position to its limit. */
    public MachineSnapshot(ByteBuffer content) {
        this.bytes = new byte[content.remaining()];
        content.get(content.position(), bytes);
    }

    /** A view of its bytes that can't change them. */
    public ByteBuffer content() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }
}
