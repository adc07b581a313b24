// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.FdType;
import io.kguard.event.L4Protocol;

/** Events that create, bind and connect sockets. */
final class SocketEvents implements EventParser {
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_RAW = 3;
    private static final int NETLINK = 16;
    private static final int EINPROGRESS = 115;

    /** How Falco writes a tuple that is empty. */
    private static final String NO_TUPLE = "NULL";

    private final Machine machine;
    private final SocketAddress address;
    private final boolean hasEnterEvents;

    SocketEvents(Machine machine) {
        this.machine = machine;
        this.address = new SocketAddress(new Event(machine.version()));
        this.hasEnterEvents = machine.version().hasEnterEvents();
    }

    @Override
    public void parse(Event event, int code, ThreadInfo thread) {
        switch (code) {
            case EventCodes.SOCKET_X -> created(event, thread);
            case EventCodes.SOCKETPAIR_X -> paired(event, thread);
            case EventCodes.BIND_X -> bound(event);
            case EventCodes.CONNECT_E -> {
                if (hasEnterEvents) {
                    connecting(event, 1);
                }
            }
            case EventCodes.CONNECT_X -> {
                if (hasEnterEvents) {
                    connected(event);
                } else {
                    connectedToTuple(event);
                }
            }
            default -> accepted(event, thread);
        }
    }

    private void created(Event event, ThreadInfo thread) {
        if (event.number(0) >= 0) {
            FdInfo info = socket((int) event.number(1), (int) event.number(2), (int) event.number(3));
            info.openFlags = machine.closesOnExec() && event.valueLength(4) > 0 ? (int) event.number(4) : 0;
            machine.addFd(thread, event.number(0), info);
        }
    }

    private static FdInfo socket(int domain, int type, int protocol) {
        FdInfo info = new FdInfo();
        switch (domain) {
            case SocketAddress.UNIX -> info.type = FdType.UNIX_SOCK;
            case SocketAddress.INET, SocketAddress.INET6 -> {
                info.type = domain == SocketAddress.INET ? FdType.IPV4_SOCK : FdType.IPV6_SOCK;
                info.ends().protocol(info.type, protocol(type, protocol));
            }
            case NETLINK -> info.type = FdType.NETLINK;
            default -> info.type = FdType.UNKNOWN;
        }
        return info;
    }

    private static L4Protocol protocol(int type, int protocol) {
        return switch (protocol) {
            case 0 ->
                switch (type & 0xff) {
                    case SOCK_STREAM -> L4Protocol.TCP;
                    case SOCK_DGRAM -> L4Protocol.UDP;
                    default -> L4Protocol.UNKNOWN;
                };
            case 6 -> type == SOCK_RAW ? L4Protocol.RAW : L4Protocol.TCP;
            case 17 -> type == SOCK_RAW ? L4Protocol.RAW : L4Protocol.UDP;
            case 1 -> type == SOCK_RAW ? L4Protocol.RAW : L4Protocol.ICMP;
            case 255 -> L4Protocol.RAW;
            default -> L4Protocol.UNKNOWN;
        };
    }

    private void paired(Event event, ThreadInfo thread) {
        if (event.number(0) < 0) {
            return;
        }
        if (event.number(1) == event.number(2)) {
            return;
        }
        FdInfo first = new FdInfo(FdType.UNIX_SOCK);
        first.kernelAddresses(event.number(3), event.number(4));
        machine.addFd(thread, event.number(1), first);
        machine.addFd(thread, event.number(2), first.copy());
        machine.fd(first);
    }

    private void bound(Event event) {
        FdInfo info = machine.fd();
        if (info == null || event.number(0) < 0 || !address.readAddress(event, 1)) {
            return;
        }
        String before = info.name();
        info.name = address.addressText();
        machine.fdNameChanged(!address.addressText().equals(before));
        if (address.isIp() && address.destinationPort > 0) {
            FdType unbound = address.ipv6 ? FdType.IPV6_SOCK : FdType.IPV4_SOCK;
            address.unmapDestination();
            info.type = address.ipv6 ? FdType.IPV6_SERVER_SOCK : FdType.IPV4_SERVER_SOCK;
            info.destination(address.destinationHigh, address.destinationLow, address.destinationPort);
            info.ends().copyProtocol(unbound, info.type);
            info.role = info.role.isClient() ? SocketRole.BOTH : SocketRole.SERVER;
        }
    }

    /** The start of a connect, or the information about it in its exit event. */
    private void connecting(Event event, int addressIndex) {
        FdInfo info = machine.fd();
        if (info == null) {
            return;
        }
        if (!event.has(addressIndex)) {
            disconnected(info);
        } else if (!address.readAddress(event, addressIndex)) {
            return; // no address: the socket keeps its own
        } else if (address.isIp()) {
            address.unmapDestination();
            info.type = address.ipv6 ? FdType.IPV6_SOCK : FdType.IPV4_SOCK;
            info.destination(address.destinationHigh, address.destinationLow, address.destinationPort);
        } else {
            String before = info.name();
            info.name = address.addressText();
            machine.fdNameChanged(!address.addressText().equals(before));
        }
    }

    /** Old events carry no address. */
    private static void disconnected(FdInfo info) {
        if (info.type.isIpSocket()) {
            info.destination(0, 0, 0);
        }
        info.nameByAddresses();
    }

    private void connected(Event event) {
        FdInfo info = machine.fd();
        long result = event.number(0);
        if (info == null) {
            return;
        }
        boolean enterSeen = machine.enterSeen();
        if (!enterSeen && event.has(3)) { // it may be present and empty: a connect without an address
            connecting(event, 3);
            enterSeen = true;
        }
        if (result < 0 && result != -EINPROGRESS) {
            return;
        }
        info.connected();
        if (address.readTuple(event, 1)) {
            connect(info, !enterSeen);
        }
    }

    /** Without enter events only a connect that succeeds has an address. */
    private void connectedToTuple(Event event) {
        FdInfo info = machine.fd();
        long result = event.number(0);
        if (info == null || result < 0 && result != -EINPROGRESS) {
            return;
        }
        info.connected();
        if (event.valueLength(1) == 0) {
            connectedToAddress(event, info);
        } else if (address.readTuple(event, 1) && (address.isIp() || info.type == FdType.UNIX_SOCK)) {
            connect(info, true);
        }
    }

    /** A connect without a tuple, such as one that ends a connection. The name by the address stays as it was. */
    private void connectedToAddress(Event event, FdInfo info) {
        if (!address.readAddress(event, 3)) {
            return;
        }
        if (address.isIp()) {
            address.unmapDestination();
            info.type = address.ipv6 ? FdType.IPV6_SOCK : FdType.IPV4_SOCK;
            info.destination(address.destinationHigh, address.destinationLow, address.destinationPort);
        } else {
            info.name = NO_TUPLE;
        }
    }

    private void connect(FdInfo info, boolean overwrite) {
        String before = info.name();
        if (address.isIp()) {
            info.type = address.ipv6 ? FdType.IPV6_SOCK : FdType.IPV4_SOCK;
            boolean changed = SocketTransfers.update(info, address, overwrite);
            if (changed && info.role.isServer() && info.isUdp()) {
                info.swapEnds();
            }
            info.nameByAddresses();
        } else {
            info.kernelAddresses(address.sourceHigh, address.destinationHigh);
            info.name = address.tupleText();
        }
        if (info.role == SocketRole.NONE) {
            info.role = SocketRole.CLIENT;
        }
        machine.fdNameChanged(!info.name().equals(before));
    }

    private void accepted(Event event, ThreadInfo thread) {
        if (event.number(0) < 0) {
            return;
        }
        thread.lastEventFd = event.number(0);
        if (!address.readTuple(event, 1) || !address.isIp() && address.family != SocketAddress.UNIX) {
            return;
        }
        FdInfo info = new FdInfo();
        if (event.code() == EventCodes.ACCEPT4_X && machine.closesOnExec() && event.valueLength(5) > 0) {
            info.openFlags = (int) event.number(5) & FdInfo.O_CLOEXEC;
        }
        info.role = SocketRole.SERVER;
        info.connected();
        if (address.isIp()) {
            info.type = address.ipv6 ? FdType.IPV6_SOCK : FdType.IPV4_SOCK;
            info.ends().protocol(info.type, L4Protocol.TCP);
            SocketTransfers.update(info, address, true);
            info.nameByAddresses();
        } else {
            info.type = FdType.UNIX_SOCK;
            info.kernelAddresses(address.sourceHigh, address.destinationHigh);
            info.name = address.tupleText();
        }
        machine.addFd(thread, event.number(0), info);
    }
}
