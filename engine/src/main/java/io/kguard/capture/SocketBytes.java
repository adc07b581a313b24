// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.capture.WrittenDescriptor.End;
import io.kguard.capture.WrittenDescriptor.Ends;
import io.kguard.event.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Addresses and address pairs as events hold them. */
final class SocketBytes {
    static final int UNIX = 1;
    static final int INET = 2;
    static final int INET6 = 10;

    /** Kernel addresses of the two ends of a unix socket. */
    private static final long UNIX_SOURCE = 0xffff888000001000L;

    private static final long UNIX_PEER = 0xffff888000002000L;

    private SocketBytes() {}

    static int family(IpAddress address) {
        return address.isIpv6() ? INET6 : INET;
    }

    static byte[] end(End end) {
        byte[] address = end.address().bytes();
        return buffer(1 + address.length + 2)
                .put((byte) family(end.address()))
                .put(address)
                .putShort((short) end.port())
                .array();
    }

    static byte[] pair(Ends ends) {
        byte[] client = end(ends.client());
        byte[] server = end(ends.server());
        return buffer(client.length + server.length - 1)
                .put(client)
                .put(server, 1, server.length - 1)
                .array();
    }

    static byte[] unixEnd(String path) {
        byte[] name = (path + "\0").getBytes(UTF_8);
        return buffer(1 + name.length).put((byte) UNIX).put(name).array();
    }

    static byte[] unixPair(String path) {
        byte[] name = (path + "\0").getBytes(UTF_8);
        return buffer(17 + name.length)
                .put((byte) UNIX)
                .putLong(UNIX_SOURCE)
                .putLong(UNIX_PEER)
                .put(name)
                .array();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
