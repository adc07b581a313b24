// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Direct buffers for native calls. */
final class NativeMemory {
    private NativeMemory() {}

    public static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
