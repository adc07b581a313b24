package io.kguard.machine;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.FdType;
import io.kguard.event.L4Protocol;
import org.jspecify.annotations.Nullable;

/** What reading and writing tells about descriptors: datagrams carry addresses, and a peer is a client or a server. */
final class SocketTransfers implements EventParser {
    static final int[] CODES = {
        EventCodes.READ_X,
        EventCodes.WRITE_X,
        EventCodes.PREAD_X,
        EventCodes.PWRITE_X,
        EventCodes.READV_X,
        EventCodes.WRITEV_X,
        EventCodes.PREADV_X,
        EventCodes.PWRITEV_X,
        EventCodes.SEND_X,
        EventCodes.RECV_X,
        EventCodes.RECVFROM_X,
        EventCodes.RECVMSG_X,
        EventCodes.RECVMMSG_X,
        EventCodes.SENDTO_E,
        EventCodes.SENDTO_X,
        EventCodes.SENDMSG_X,
        EventCodes.SENDMMSG_X
    };

    /** Size of the header of a control message and where in it the type is, in bytes. */
    private static final int CONTROL_HEADER = 16;

    private static final int CONTROL_TYPE = 12;
    /** {@code SCM_RIGHTS}. */
    private static final int DESCRIPTORS = 1;

    private final Machine machine;
    private final FdMaker maker;
    private final SocketAddress address;

    SocketTransfers(Machine machine, FdMaker maker) {
        this.machine = machine;
        this.maker = maker;
        this.address = new SocketAddress(new Event(machine.version()));
    }

    @Override
    public void parse(Event event, int code, ThreadInfo thread) {
        switch (code) {
            case EventCodes.RECVFROM_X -> received(event, 2, thread);
            case EventCodes.RECVMSG_X -> received(event, 3, thread);
            case EventCodes.RECVMMSG_X -> received(event, 4, thread);
            case EventCodes.SENDTO_E -> sending(event, 2, thread);
            case EventCodes.SENDTO_X, EventCodes.SENDMSG_X -> sent(event, 4, 2, thread);
            case EventCodes.SENDMMSG_X -> sent(event, 4, -1, thread);
            default -> transferred(event);
        }
    }

    /** A read or write that carries no addresses. */
    private void transferred(Event event) {
        FdInfo info = machine.fd;
        if (info != null && event.number(0) >= 0 && info.type.isIpSocket()) {
            info.connected();
        }
    }

    /** The end of a receiving call; {@code tuple} is the index of its addresses. */
    private void received(Event event, int tuple, ThreadInfo thread) {
        transferred(event);
        FdInfo info = machine.fd;
        if (info != null && event.number(0) >= 0 && mayTell(info)) {
            update(event, tuple, info, thread, true);
            if (passesDescriptors(event, tuple + 1)) {
                machine.fdNameChanged = false; // Falco looks the descriptor up again and compares with what it finds
            }
        }
    }

    /** Whether a control message, in a parameter that old events lack, brings descriptors of the sender. */
    private static boolean passesDescriptors(Event event, int control) {
        return control < event.type().paramCount()
                && event.type().param(control).name().equals("msgcontrol")
                && event.valueLength(control) > CONTROL_HEADER
                && event.buffer().getInt(event.valueOffset(control) + CONTROL_TYPE) == DESCRIPTORS;
    }

    /** The end of a sending call; its addresses are here or, by the second index, in its enter event. */
    private void sent(Event event, int tuple, int enterTuple, ThreadInfo thread) {
        transferred(event);
        FdInfo info = machine.fd;
        if (info == null || event.number(0) < 0 || !mayTell(info)) {
            return;
        }
        if (event.valueLength(tuple) > 0) {
            update(event, tuple, info, thread, false);
        } else if (enterTuple >= 0) {
            Event enter = machine.enterEvent();
            if (enter != null) {
                update(enter, enterTuple, info, thread, false);
            }
        }
    }

    /** Sending to an address through a descriptor that is not known shows that it is a datagram socket. */
    void sending(Event event, int tuple, ThreadInfo thread) {
        if (machine.fd == null && thread.lastEventFd >= 0 && address.readTuple(event, tuple) && address.isIp()) {
            FdInfo info = new FdInfo(address.family == SocketAddress.INET ? FdType.IPV4_SOCK : FdType.IPV6_SOCK);
            info.protocol = L4Protocol.UDP;
            maker.add(thread, thread.lastEventFd, info);
        }
    }

    private static boolean mayTell(FdInfo info) {
        return info.type != FdType.IPV4_SOCK
                || info.protocol != L4Protocol.TCP
                || info.name().isEmpty();
    }

    private void update(Event event, int tuple, FdInfo info, ThreadInfo thread, boolean incoming) {
        if (!address.readTuple(event, tuple)) {
            return;
        }
        String before = info.name();
        if (address.isIp()) {
            FdType type = address.ipv6 ? FdType.IPV6_SOCK : FdType.IPV4_SOCK;
            if (info.type.isIpServer()) {
                info.type = type;
            } else {
                SocketEvents.becomeIpSocket(info, address.ipv6);
            }
            if (!update(info, address, false)) {
                return;
            }
            if (info.protocol == L4Protocol.UNKNOWN) {
                info.protocol = L4Protocol.UDP;
            }
            patch(info);
            if (info.role == SocketRole.NONE) {
                info.role = guess(info, thread.fds(), incoming);
            }
            if (info.role == (incoming ? SocketRole.CLIENT : SocketRole.SERVER)) {
                info.swapEnds();
            }
            info.name = null;
        } else if (address.family == SocketAddress.UNIX) {
            info.type = FdType.UNIX_SOCK;
            info.sourceHigh = address.sourceHigh;
            info.destinationHigh = address.destinationHigh;
            info.name = address.tupleText();
        }
        machine.fdNameChanged = !info.name().equals(before);
    }

    /**
     * Gives a socket the ends of a tuple.
     *
     * @return false if it has them already, whichever way round
     */
    static boolean update(FdInfo info, SocketAddress tuple, boolean overwrite) {
        boolean same = tuple.sourceLow == info.sourceLow
                && tuple.sourceHigh == info.sourceHigh
                && tuple.sourcePort == info.sourcePort
                && tuple.destinationLow == info.destinationLow
                && tuple.destinationHigh == info.destinationHigh
                && tuple.destinationPort == info.destinationPort;
        boolean mirrored = tuple.destinationLow == info.sourceLow
                && tuple.destinationHigh == info.sourceHigh
                && tuple.destinationPort == info.sourcePort
                && tuple.sourceLow == info.destinationLow
                && tuple.sourceHigh == info.destinationHigh
                && tuple.sourcePort == info.destinationPort;
        if (same || mirrored) {
            return false;
        }
        info.sourceHigh = tuple.sourceHigh;
        info.sourceLow = tuple.sourceLow;
        info.sourcePort = tuple.sourcePort;
        if (overwrite || info.destinationHigh == 0 && info.destinationLow == 0) {
            info.destinationHigh = tuple.destinationHigh;
            info.destinationLow = tuple.destinationLow;
            info.destinationPort = tuple.destinationPort;
        }
        return true;
    }

    /** Fills in an IPv4 address that is missing at one end by what the interfaces make likely. */
    private void patch(FdInfo info) {
        if (info.type == FdType.IPV4_SOCK) {
            machine.interfaces.patch(info);
        }
    }

    /** A process that owns the port is the server, else it is the client; in doubt who reads first is the server. */
    private static SocketRole guess(FdInfo info, @Nullable FdTable fds, boolean incoming) {
        boolean v4 = info.type == FdType.IPV4_SOCK;
        // Of an IPv6 socket Falco looks at the place where IPv4 sockets have their ports: within the source address
        int sourcePort = v4 ? info.sourcePort : Short.reverseBytes((short) (info.sourceLow >>> 48)) & 0xffff;
        int destinationPort = v4 ? info.destinationPort : Short.reverseBytes((short) (info.sourceLow >>> 32)) & 0xffff;
        boolean[] owns = new boolean[2];
        if (fds != null) {
            fds.forEach(other -> {
                if (other.type == FdType.IPV4_SOCK || other.type == FdType.IPV4_SERVER_SOCK) {
                    owns[0] |= other.destinationPort == destinationPort;
                    owns[1] |= other.type == FdType.IPV4_SOCK && other.sourcePort == sourcePort;
                }
            });
        }
        if (!owns[0]) {
            return SocketRole.CLIENT;
        }
        return owns[1] && !incoming ? SocketRole.CLIENT : SocketRole.SERVER;
    }
}
