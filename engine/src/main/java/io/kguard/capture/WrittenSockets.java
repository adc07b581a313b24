// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.event.EventCodes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The TCP sockets of a process of written events. */
final class WrittenSockets {
    private static final int INET = 2;
    private static final int STREAM = 1;
    private static final byte[] ANY = {0, 0, 0, 0};
    /** The address of the host and of its containers. */
    private static final byte[] OWN = {10, 0, 0, 2};

    private static final int FIRST_LOCAL_PORT = 40000;

    private final EventBuilder events;
    private final long tid;

    WrittenSockets(EventBuilder events, long tid) {
        this.events = events;
        this.tid = tid;
    }

    void connect(int fd, String address, int port) {
        byte[] peer = address(address);
        create(fd);
        events.enter(EventCodes.CONNECT_E, tid, fd, end(peer, port));
        events.write(EventCodes.CONNECT_X, tid, 0, tuple(OWN, FIRST_LOCAL_PORT + fd, peer, port), fd, end(peer, port));
    }

    void listen(int fd, int port) {
        create(fd);
        events.enter(EventCodes.BIND_E, tid, fd);
        events.write(EventCodes.BIND_X, tid, 0, end(ANY, checked(port)), fd);
        events.enter(EventCodes.LISTEN_E, tid, fd, 128);
        events.write(EventCodes.LISTEN_X, tid, 0, fd, 128);
    }

    void accept(int fd, String from, int fromPort, int port) {
        events.enter(EventCodes.ACCEPT4_E, tid, 0);
        events.write(EventCodes.ACCEPT4_X, tid, fd, tuple(address(from), fromPort, OWN, port), 0, 0, 128, 0);
    }

    private void create(int fd) {
        events.enter(EventCodes.SOCKET_E, tid, INET, STREAM, 0);
        events.write(EventCodes.SOCKET_X, tid, fd, INET, STREAM, 0, 0);
    }

    private static byte[] end(byte[] address, int port) {
        return buffer(7).put((byte) INET).put(address).putShort((short) port).array();
    }

    private static byte[] tuple(byte[] source, int sourcePort, byte[] destination, int destinationPort) {
        return buffer(13)
                .put((byte) INET)
                .put(source)
                .putShort((short) checked(sourcePort))
                .put(destination)
                .putShort((short) checked(destinationPort))
                .array();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int checked(int port) {
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("a port is a number up to 65535, not " + port);
        }
        return port;
    }

    /** Parses an address in dotted form into its four bytes. */
    private static byte[] address(String text) {
        String[] parts = text.split("\\.", -1);
        byte[] address = new byte[4];
        for (int i = 0; i < 4; i++) {
            if (parts.length != 4 || !parts[i].matches("[0-9]{1,3}") || Integer.parseInt(parts[i]) > 255) {
                throw new IllegalArgumentException("\"" + text + "\" is not an IPv4 address, such as 203.0.113.7");
            }
            address[i] = (byte) Integer.parseInt(parts[i]);
        }
        return address;
    }
}
