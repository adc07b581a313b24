package io.kguard.machine;

import io.kguard.event.IpText;

/** The names of sockets as Falco writes them. */
final class SocketNames {
    private static final String UNKNOWN_PROTOCOL = "<unknown>";

    private SocketNames() {}

    /** The name that follows from a descriptor's addresses. */
    static String of(FdInfo fd) {
        return switch (fd.type) {
            case IPV4_SOCK, IPV6_SOCK -> tuple(fd);
            case IPV4_SERVER_SOCK, IPV6_SERVER_SOCK ->
                address(fd.isIpv6(), fd.destinationHigh(), fd.destinationLow(), fd.destinationPort());
            default -> "";
        };
    }

    private static String tuple(FdInfo fd) {
        boolean ports;
        switch (fd.protocol()) {
            case TCP, UDP -> ports = true;
            case ICMP, RAW -> ports = false;
            default -> {
                return UNKNOWN_PROTOCOL;
            }
        }
        StringBuilder text = new StringBuilder(48);
        end(text, fd.isIpv6(), fd.sourceHigh(), fd.sourceLow(), fd.sourcePort(), ports);
        text.append("->");
        end(text, fd.isIpv6(), fd.destinationHigh(), fd.destinationLow(), fd.destinationPort(), ports);
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
