// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.Event;
import io.kguard.event.IpAddress;
import java.nio.ByteBuffer;

/** A view of the address or address pair in a parameter. One instance shows one value after the other. */
public final class SocketAddress {
    static final int UNIX = 1;
    static final int INET = 2;
    static final int INET6 = 10;

    int family;
    boolean ipv6;
    long sourceHigh;
    long sourceLow;
    int sourcePort;
    long destinationHigh;
    long destinationLow;
    int destinationPort;
    private Event event;
    private int pathOffset;
    private int pathLength;

    SocketAddress(Event none) {
        this.event = none;
    }

    /** An address as an event shows it: {@code 1.2.3.4:80}, a path, or {@code family N}. */
    public static String addressText(Event event, int offset, int length) {
        SocketAddress address = new SocketAddress(event);
        return address.readAddress(event, offset, length) && address.isWhole(length, 1)
                ? address.addressText()
                : "family " + (address.family & 0xff);
    }

    /** An address pair as an event shows it: ends with {@code ->} between them, or {@code family N}. */
    public static String tupleText(Event event, int offset, int length) {
        SocketAddress pair = new SocketAddress(event);
        return pair.readTuple(event, offset, length) && pair.isWhole(length, 2)
                ? pair.tupleText()
                : "family " + (pair.family & 0xff);
    }

    private boolean isWhole(int length, int ends) {
        return switch (family) {
            case INET -> length == 1 + ends * 6;
            case INET6 -> length == 1 + ends * 18;
            default -> family == UNIX;
        };
    }

    /** Shows an address as the destination. Returns false if there is none. */
    boolean readAddress(Event from, int index) {
        return readAddress(from, from.valueOffset(index), from.valueLength(index));
    }

    private boolean readAddress(Event from, int offset, int length) {
        if (length == 0) {
            return false;
        }
        ByteBuffer buffer = from.buffer();
        int at = offset + 1;
        family = buffer.get(offset);
        event = from;
        ipv6 = false;
        if (family == INET && length >= 7) {
            destinationHigh = 0;
            destinationLow = IpAddress.intAt(buffer, at) & 0xffffffffL;
            destinationPort = port(buffer, at + 4);
        } else if (family == INET6 && length >= 19) {
            destinationHigh = IpAddress.longAt(buffer, at);
            destinationLow = IpAddress.longAt(buffer, at + 8);
            destinationPort = port(buffer, at + 16);
            ipv6 = true;
        } else if (family == UNIX) {
            path(at, length - 1);
        } else if (family == INET || family == INET6) {
            return false;
        }
        return true;
    }

    /** Shows an address pair. Returns false if there is none. */
    boolean readTuple(Event from, int index) {
        return readTuple(from, from.valueOffset(index), from.valueLength(index));
    }

    private boolean readTuple(Event from, int offset, int length) {
        if (length == 0) {
            return false;
        }
        ByteBuffer buffer = from.buffer();
        int at = offset + 1;
        family = buffer.get(offset);
        event = from;
        ipv6 = false;
        if (family == INET && length >= 13) {
            sourceHigh = 0;
            sourceLow = IpAddress.intAt(buffer, at) & 0xffffffffL;
            sourcePort = port(buffer, at + 4);
            destinationHigh = 0;
            destinationLow = IpAddress.intAt(buffer, at + 6) & 0xffffffffL;
            destinationPort = port(buffer, at + 10);
        } else if (family == INET6 && length >= 37) {
            sourceHigh = IpAddress.longAt(buffer, at);
            sourceLow = IpAddress.longAt(buffer, at + 8);
            sourcePort = port(buffer, at + 16);
            destinationHigh = IpAddress.longAt(buffer, at + 18);
            destinationLow = IpAddress.longAt(buffer, at + 26);
            destinationPort = port(buffer, at + 34);
            ipv6 = !(isMapped(sourceHigh, sourceLow) && isMapped(destinationHigh, destinationLow));
            if (!ipv6) {
                sourceHigh = 0;
                sourceLow &= 0xffffffffL;
                destinationHigh = 0;
                destinationLow &= 0xffffffffL;
            }
        } else if (family == UNIX && length >= 17) {
            sourceHigh = buffer.getLong(at);
            destinationHigh = buffer.getLong(at + 8);
            path(at + 16, length - 17);
        } else if (family == INET || family == INET6 || family == UNIX) {
            return false;
        }
        return true;
    }

    boolean isIp() {
        return family == INET || family == INET6;
    }

    /** Converts an IPv4-mapped IPv6 destination to IPv4. */
    void unmapDestination() {
        if (ipv6 && isMapped(destinationHigh, destinationLow)) {
            ipv6 = false;
            destinationHigh = 0;
            destinationLow &= 0xffffffffL;
        }
    }

    /** Falco treats the all-zero address as mapped, too. */
    static boolean isMapped(long high, long low) {
        return high == 0 && (low >>> 32 == 0xffffL || low == 0);
    }

    /** The path of a unix socket. */
    String path() {
        return event.bytes(pathOffset, pathLength);
    }

    /** The destination as a string. */
    String addressText() {
        if (family == UNIX) {
            return path();
        }
        if (!isIp()) {
            return "family " + family;
        }
        return SocketNames.address(ipv6, destinationHigh, destinationLow, destinationPort);
    }

    /** The pair as a string. */
    String tupleText() {
        if (family == UNIX) {
            return Long.toHexString(sourceHigh) + "->" + Long.toHexString(destinationHigh) + " " + path();
        }
        if (!isIp()) {
            return "family " + family;
        }
        return SocketNames.address(ipv6, sourceHigh, sourceLow, sourcePort) + "->"
                + SocketNames.address(ipv6, destinationHigh, destinationLow, destinationPort);
    }

    private void path(int offset, int length) {
        pathOffset = offset;
        pathLength = 0;
        while (pathLength < length && event.buffer().get(offset + pathLength) != 0) {
            pathLength++;
        }
    }

    private static int port(ByteBuffer buffer, int at) {
        return buffer.getShort(at) & 0xffff;
    }
}
