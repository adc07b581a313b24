// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.FdType;
import io.kguard.event.IpText;

/** Formats the names of sockets as Falco does. */
final class SocketNames {
    private static final String UNKNOWN_PROTOCOL = "<unknown>";

    private SocketNames() {}

    /** The name derived from a descriptor's addresses. */
    static String of(FdInfo fd) {
        return switch (fd.type) {
            case IPV4_SOCK, IPV6_SOCK -> tuple(fd);
            case IPV4_SERVER_SOCK, IPV6_SERVER_SOCK ->
                address(fd.isIpv6(), fd.destinationHigh(), fd.destinationLow(), fd.destinationPort());
            default -> "";
        };
    }

    private static String tuple(FdInfo fd) {
        boolean ipv6 = fd.type == FdType.IPV6_SOCK;
        switch (fd.protocol()) {
            case TCP, UDP -> {
                return ipv6 && isMapped(fd) ? mapped(fd, true) : withPorts(fd);
            }
            case ICMP -> {
                return ipv6 && isMapped(fd) ? mapped(fd, false) : ends(fd, false);
            }
            case RAW -> {
                return ipv6 ? UNKNOWN_PROTOCOL : ends(fd, false);
            }
            default -> {
                return UNKNOWN_PROTOCOL;
            }
        }
    }

    /** Both ends of a socket with their ports, whatever its protocol. */
    static String withPorts(FdInfo fd) {
        return ends(fd, true);
    }

    private static String ends(FdInfo fd, boolean withPorts) {
        StringBuilder text = new StringBuilder(48);
        end(text, fd.isIpv6(), fd.sourceHigh(), fd.sourceLow(), fd.sourcePort(), withPorts);
        text.append("->");
        end(text, fd.isIpv6(), fd.destinationHigh(), fd.destinationLow(), fd.destinationPort(), withPorts);
        return text.toString();
    }

    private static boolean isMapped(FdInfo fd) {
        return SocketAddress.isMapped(fd.sourceHigh(), fd.sourceLow())
                && SocketAddress.isMapped(fd.destinationHigh(), fd.destinationLow());
    }

    /** Formats mapped addresses like IPv4 sockets. Falco reads the ports from where those keep them. */
    private static String mapped(FdInfo fd, boolean withPorts) {
        StringBuilder text = new StringBuilder(48);
        end(text, false, 0, fd.sourceLow(), fd.ends().sourcePort(FdType.IPV4_SOCK), withPorts);
        text.append("->");
        end(text, false, 0, fd.destinationLow(), fd.ends().destinationPort(FdType.IPV4_SOCK), withPorts);
        return text.toString();
    }

    /** An address and a port. */
    static String address(boolean ipv6, long high, long low, int port) {
        StringBuilder text = new StringBuilder(24);
        end(text, ipv6, high, low, port, true);
        return text.toString();
    }

    private static void end(StringBuilder text, boolean ipv6, long high, long low, int port, boolean withPort) {
        IpText.append(text, ipv6, high, low);
        if (withPort) {
            text.append(':').append(port);
        }
    }
}
