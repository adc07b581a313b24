// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.FalcoVersion;
import io.kguard.event.FdType;
import io.kguard.event.L4Protocol;
import org.jspecify.annotations.Nullable;

/** What reading and writing shows about descriptors: datagrams carry addresses, and a peer is a client or a server. */
final class SocketTransfers implements EventParser {
    /** The size of a control message's header and the offset of its type, in bytes. */
    private static final int CONTROL_HEADER = 16;

    private static final int CONTROL_TYPE = 12;
    /** {@code SCM_RIGHTS}. */
    private static final int DESCRIPTORS = 1;

    private final Machine machine;
    private final SocketAddress address;

    SocketTransfers(Machine machine) {
        this.machine = machine;
        this.address = new SocketAddress(new Event(machine.version()));
    }

    @Override
    public void parse(Event event, int code, ThreadInfo thread) {
        boolean bare = machine.version().hasEnterEvents() && (code == EventCodes.SEND_X || code == EventCodes.RECV_X);
        switch (bare ? EventCodes.READ_X : code) {
            case EventCodes.RECVFROM_X -> received(event, 2, thread);
            case EventCodes.RECVMSG_X -> received(event, 3, thread);
            case EventCodes.RECVMMSG_X, EventCodes.RECV_X -> received(event, 4, thread);
            case EventCodes.SENDTO_E -> sending(event, 2, thread);
            case EventCodes.SENDTO_X, EventCodes.SENDMSG_X, EventCodes.SEND_X -> sent(event, 4, 2, thread);
            case EventCodes.SENDMMSG_X -> sent(event, 4, -1, thread);
            default -> transferred(event);
        }
    }

    /** A read or write without addresses. */
    private void transferred(Event event) {
        FdInfo info = machine.fd();
        if (info != null && event.number(0) >= 0 && info.type.isIpSocket()) {
            info.connected();
        }
    }

    /** The exit of a receiving call. {@code tuple} is the index of its addresses. */
    private void received(Event event, int tuple, ThreadInfo thread) {
        transferred(event);
        FdInfo info = machine.fd();
        if (info != null && event.number(0) >= 0 && mayTell(info)) {
            update(event, tuple, info, thread, true);
            if (!machine.version().atLeast(FalcoVersion.V0_41) && passesDescriptors(event, tuple + 1)) {
                machine.fdNameChanged(false); // Falco looks the descriptor up again and compares it with the result
            }
        }
    }

    /** Whether a control message passes descriptors from the sender. Old events lack this parameter. */
    private static boolean passesDescriptors(Event event, int control) {
        return control < event.type().paramCount()
                && event.type().param(control).name().equals("msgcontrol")
                && event.valueLength(control) > CONTROL_HEADER
                && event.buffer().getInt(event.valueOffset(control) + CONTROL_TYPE) == DESCRIPTORS;
    }

    /** The exit of a sending call. Its addresses are in this event or, at the second index, in its enter event. */
    private void sent(Event event, int tuple, int enterTuple, ThreadInfo thread) {
        boolean withEnter = machine.version().hasEnterEvents();
        if (!withEnter && event.code() != EventCodes.SENDMMSG_X && event.number(0) >= 0) {
            sending(event, tuple, thread);
        }
        transferred(event);
        FdInfo info = machine.fd();
        if (withEnter && info == null && event.code() == EventCodes.SENDTO_X) {
            sending(event, tuple, thread);
            return;
        }
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

    /** Sending to an address through an unknown descriptor shows that it is a datagram socket. */
    void sending(Event event, int tuple, ThreadInfo thread) {
        if (machine.fd() == null && thread.lastEventFd >= 0 && address.readTuple(event, tuple) && address.isIp()) {
            FdInfo info = new FdInfo(address.family == SocketAddress.INET ? FdType.IPV4_SOCK : FdType.IPV6_SOCK);
            info.ends().protocol(info.type, L4Protocol.UDP);
            machine.addFd(thread, thread.lastEventFd, info);
        }
    }

    private static boolean mayTell(FdInfo info) {
        return !info.isTcp() || info.name().isEmpty();
    }

    private void update(Event event, int tuple, FdInfo info, ThreadInfo thread, boolean incoming) {
        if (!address.readTuple(event, tuple)) {
            return;
        }
        String before = info.name();
        if (address.isIp()) {
            becomeIpSocket(info);
            if (!update(info, address, true)) {
                return;
            }
            if (!info.type.isIpSocket()) {
                info.name = address.tupleText();
            } else {
                if (!info.ends().hasProtocol(info.type)) {
                    info.ends().protocol(info.type, L4Protocol.UDP);
                }
                machine.interfaces.patch(info);
                if (info.role == SocketRole.NONE) {
                    info.role = guess(info, thread.fds(), incoming);
                }
                if (incoming ? info.role.isClient() : info.role.isServer()) {
                    info.swapEnds();
                }
                info.nameByAddresses();
            }
        } else if (address.family == SocketAddress.UNIX) {
            info.type = FdType.UNIX_SOCK;
            info.kernelAddresses(address.sourceHigh, address.destinationHigh);
            info.name = address.tupleText();
        }
        machine.fdNameChanged(!info.name().equals(before));
    }

    /** A socket that now has two ends is no longer a server socket. Falco does not notice this for IPv6. */
    private void becomeIpSocket(FdInfo info) {
        if (!address.ipv6) {
            if (info.type == FdType.IPV4_SERVER_SOCK && address.family == SocketAddress.INET) {
                info.ends().copyProtocol(FdType.IPV4_SERVER_SOCK, FdType.IPV4_SOCK);
            }
            info.type = FdType.IPV4_SOCK;
        }
    }

    /**
     * Sets the addresses of a socket from a tuple. An existing destination stays, unless it is to be overwritten.
     *
     * @return false if it has these addresses already, in either order, or nothing changes
     */
    static boolean update(FdInfo info, SocketAddress tuple, boolean overwrite) {
        FdType type = tuple.ipv6 ? FdType.IPV6_SOCK : FdType.IPV4_SOCK;
        SocketEnds ends = info.ends();
        boolean source = isSource(ends, type, tuple.sourceHigh, tuple.sourceLow, tuple.sourcePort);
        boolean mirrored = isSource(ends, type, tuple.destinationHigh, tuple.destinationLow, tuple.destinationPort)
                && isDestination(ends, type, tuple.sourceHigh, tuple.sourceLow, tuple.sourcePort);
        boolean same =
                source && isDestination(ends, type, tuple.destinationHigh, tuple.destinationLow, tuple.destinationPort);
        if (info.type == type && (same || mirrored)) {
            return false;
        }
        boolean changed = !source;
        ends.source(type, tuple.sourceHigh, tuple.sourceLow);
        ends.sourcePort(type, tuple.sourcePort);
        boolean known = ends.destinationHigh(type) != 0 || ends.destinationLow(type) != 0;
        if (!known
                || overwrite
                        && (ends.destinationHigh(type) != tuple.destinationHigh
                                || ends.destinationLow(type) != tuple.destinationLow)) {
            ends.destination(type, tuple.destinationHigh, tuple.destinationLow);
            changed = true;
        }
        int port = ends.destinationPort(type);
        if (port == 0 || overwrite && port != tuple.destinationPort) {
            ends.destinationPort(type, tuple.destinationPort);
            changed = true;
        }
        return changed;
    }

    private static boolean isSource(SocketEnds ends, FdType type, long high, long low, int port) {
        return ends.sourceHigh(type) == high && ends.sourceLow(type) == low && ends.sourcePort(type) == port;
    }

    private static boolean isDestination(SocketEnds ends, FdType type, long high, long low, int port) {
        return ends.destinationHigh(type) == high
                && ends.destinationLow(type) == low
                && ends.destinationPort(type) == port;
    }

    /** A process that owns the port is the server, otherwise the client. In doubt, the first reader is the server. */
    private static SocketRole guess(FdInfo info, @Nullable FdTable fds, boolean incoming) {
        // here Falco treats every socket as IPv4
        int sourcePort = info.ends().sourcePort(FdType.IPV4_SOCK);
        int destinationPort = info.ends().destinationPort(FdType.IPV4_SOCK);
        boolean[] owns = new boolean[2];
        if (fds != null) {
            fds.forEach(other -> {
                if (other.type == FdType.IPV4_SOCK || other.type == FdType.IPV4_SERVER_SOCK) {
                    owns[0] |= other.destinationPort() == destinationPort;
                    owns[1] |= other.type == FdType.IPV4_SOCK && other.sourcePort() == sourcePort;
                }
            });
        }
        if (!owns[0]) {
            return SocketRole.CLIENT;
        }
        return owns[1] && !incoming ? SocketRole.CLIENT : SocketRole.SERVER;
    }
}
