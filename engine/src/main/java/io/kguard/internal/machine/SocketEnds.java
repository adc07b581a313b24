// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.FdType;
import io.kguard.event.L4Protocol;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The addresses of a socket. Falco keeps those of all families in one union, and the socket's type decides how it is
 * read. A socket that changes its type, such as an IPv6 socket that connects to an IPv4 address, shows what the other
 * type left there.
 */
final class SocketEnds {
    private static final VarHandle SHORT = view(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = view(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = view(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle KERNEL_ADDRESS = view(long[].class, ByteOrder.LITTLE_ENDIAN);

    final byte[] bytes;

    SocketEnds() {
        this(new byte[40]);
    }

    private SocketEnds(byte[] bytes) {
        this.bytes = bytes;
    }

    private static VarHandle view(Class<?> arrayType, ByteOrder order) {
        return MethodHandles.byteArrayViewVarHandle(arrayType, order);
    }

    SocketEnds copy() {
        return new SocketEnds(bytes.clone());
    }

    /** Where each type keeps its values in the union; -1 if it has none. */
    private enum Layout {
        IPV4(0, 8, 4, 10, 12),
        IPV6(0, 32, 16, 34, 36),
        IPV4_SERVER(-1, -1, 0, 4, 6),
        IPV6_SERVER(-1, -1, 0, 16, 18),
        UNIX(0, -1, 8, -1, -1),
        NONE(-1, -1, -1, -1, -1);

        final int source;
        final int sourcePort;
        final int destination;
        final int destinationPort;
        final int protocol;

        Layout(int source, int sourcePort, int destination, int destinationPort, int protocol) {
            this.source = source;
            this.sourcePort = sourcePort;
            this.destination = destination;
            this.destinationPort = destinationPort;
            this.protocol = protocol;
        }

        static Layout of(FdType type) {
            return switch (type) {
                case IPV4_SOCK -> IPV4;
                case IPV6_SOCK -> IPV6;
                case IPV4_SERVER_SOCK -> IPV4_SERVER;
                case IPV6_SERVER_SOCK -> IPV6_SERVER;
                case UNIX_SOCK -> UNIX;
                default -> NONE;
            };
        }
    }

    long sourceHigh(FdType type) {
        return high(type, Layout.of(type).source);
    }

    long sourceLow(FdType type) {
        return low(type, Layout.of(type).source);
    }

    int sourcePort(FdType type) {
        return port(Layout.of(type).sourcePort);
    }

    void source(FdType type, long high, long low) {
        address(type, Layout.of(type).source, high, low);
    }

    void sourcePort(FdType type, int port) {
        port(Layout.of(type).sourcePort, port);
    }

    long destinationHigh(FdType type) {
        return high(type, Layout.of(type).destination);
    }

    long destinationLow(FdType type) {
        return low(type, Layout.of(type).destination);
    }

    int destinationPort(FdType type) {
        return port(Layout.of(type).destinationPort);
    }

    void destination(FdType type, long high, long low) {
        address(type, Layout.of(type).destination, high, low);
    }

    void destinationPort(FdType type, int port) {
        port(Layout.of(type).destinationPort, port);
    }

    L4Protocol protocol(FdType type) {
        int at = Layout.of(type).protocol;
        return at < 0 ? L4Protocol.UNKNOWN : L4Protocol.of(bytes[at]);
    }

    /** Whether there is a protocol, even an invalid one that another type left. */
    boolean hasProtocol(FdType type) {
        return bytes[Layout.of(type).protocol] != 0;
    }

    void protocol(FdType type, L4Protocol protocol) {
        bytes[Layout.of(type).protocol] = (byte) protocol.code();
    }

    void copyProtocol(FdType from, FdType to) {
        bytes[Layout.of(to).protocol] = bytes[Layout.of(from).protocol];
    }

    private long high(FdType type, int at) {
        if (at < 0) {
            return 0;
        }
        return switch (type) {
            case IPV6_SOCK, IPV6_SERVER_SOCK -> (long) LONG.get(bytes, at);
            case UNIX_SOCK -> (long) KERNEL_ADDRESS.get(bytes, at);
            default -> 0;
        };
    }

    private long low(FdType type, int at) {
        if (at < 0) {
            return 0;
        }
        return switch (type) {
            case IPV6_SOCK, IPV6_SERVER_SOCK -> (long) LONG.get(bytes, at + 8);
            case UNIX_SOCK -> 0;
            default -> (int) INT.get(bytes, at) & 0xffffffffL;
        };
    }

    private void address(FdType type, int at, long high, long low) {
        switch (type) {
            case IPV6_SOCK, IPV6_SERVER_SOCK -> {
                LONG.set(bytes, at, high);
                LONG.set(bytes, at + 8, low);
            }
            case UNIX_SOCK -> KERNEL_ADDRESS.set(bytes, at, high);
            default -> INT.set(bytes, at, (int) low);
        }
    }

    private int port(int at) {
        return at < 0 ? 0 : (short) SHORT.get(bytes, at) & 0xffff;
    }

    private void port(int at, int port) {
        SHORT.set(bytes, at, (short) port);
    }
}
