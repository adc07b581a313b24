// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.kguard.event.FdType;
import io.kguard.event.StateEntry.FdEntry;
import java.nio.ByteBuffer;

/** What the kernel knows of a descriptor that came in a message: {@code struct received} and a path. */
final class ReceivedDescriptor {
    private static final int S_IFSOCK = 0140000;
    private static final int S_IFDIR = 0040000;
    private static final int S_IFIFO = 0010000;

    private ReceivedDescriptor() {}

    /** Reads a record, as {@code /proc} would show it. */
    static FdEntry read(ByteBuffer data, int at) {
        long tid = data.getLong(at);
        long fd = data.getLong(at + Layout.RECEIVED_FD);
        long inode = data.getLong(at + Layout.RECEIVED_INODE);
        byte[] path = new byte[data.getInt(at + Layout.RECEIVED_LENGTH) - 1];
        data.get(at + Layout.RECEIVED_PATH, path);
        String name = new String(path, ISO_8859_1);
        return switch (data.getInt(at + Layout.RECEIVED_MODE)) {
            case S_IFSOCK -> FdEntry.unixSocket(tid, fd, inode, data.getLong(at + Layout.RECEIVED_ADDRESS), 0, name);
            case S_IFIFO -> FdEntry.named(tid, fd, inode, FdType.FIFO, "pipe:[" + inode + "]");
            case S_IFDIR -> FdEntry.named(tid, fd, inode, FdType.DIRECTORY, name);
            default ->
                FdEntry.file(
                        tid,
                        fd,
                        inode,
                        name,
                        data.getInt(at + Layout.RECEIVED_FLAGS),
                        data.getInt(at + Layout.RECEIVED_DEVICE));
        };
    }
}
