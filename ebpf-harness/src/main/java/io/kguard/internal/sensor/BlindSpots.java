// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import io.kguard.event.EventCodes;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.sensor.SensorStats.BlindSpot;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the blind spots of one simulation. Repetitions of the same act are kept once. Not thread-safe. */
final class BlindSpots {
    /** At most this many different ones are kept. A simulation with more is doubted anyway. */
    private static final int MAX = 50;

    /** As in the BPF sources: the detail is a call that is watched, and otherwise a family of sockets. */
    private static final int REFUSED_CALL = 0x8000;

    /** Likewise: a message may have been sent that the call does not count. */
    private static final int UNCOUNTED = 0x8000;

    private static final int COMM = 16;
    private static final int BITS_OF_SHORT = 16;

    /** The names of socket families, by their numbers. */
    private static final String[] SOCKET_FAMILIES =
            ("AF_UNSPEC AF_UNIX AF_INET AF_AX25 AF_IPX AF_APPLETALK AF_NETROM AF_BRIDGE"
                            + " AF_ATMPVC AF_X25 AF_INET6 AF_ROSE AF_DECnet AF_NETBEUI AF_SECURITY AF_KEY AF_NETLINK AF_PACKET AF_ASH"
                            + " AF_ECONET AF_ATMSVC AF_RDS AF_SNA AF_IRDA AF_PPPOX AF_WANPIPE AF_LLC AF_IB AF_MPLS AF_CAN AF_TIPC"
                            + " AF_BLUETOOTH AF_IUCV AF_RXRPC AF_ISDN AF_PHONET AF_IEEE802154 AF_CAIF AF_ALG AF_NFC AF_VSOCK AF_KCM"
                            + " AF_QIPCRTR AF_SMC AF_XDP AF_MCTP")
                    .split(" ");

    /** Identifies a blind spot without its names. */
    private record Key(int causeAndDetail, int pid, int target) {}

    private final KernelHelpers helpers;
    private final Map<Key, BlindSpot> found = new LinkedHashMap<>();

    BlindSpots(KernelHelpers helpers) {
        this.helpers = helpers;
    }

    /** Reads the record of a BPF program at an offset. */
    void take(ByteBuffer data, int at) {
        int causeAndDetail = data.getShort(at) & 0xffff | data.getShort(at + Layout.BLIND_DETAIL) << BITS_OF_SHORT;
        Key key = new Key(causeAndDetail, data.getInt(at + Layout.BLIND_PID), data.getInt(at + Layout.BLIND_TARGET));
        BlindSpot known = found.get(key);
        if (known != null) {
            found.put(key, known.again());
            return;
        }
        BlindSpot.Cause cause = BlindSpot.Cause.values()[data.getShort(at) & 0xffff];
        String text = text(data, at + Layout.BLIND_TEXT, Layout.BLIND - Layout.BLIND_TEXT);
        boolean isKnown = cause == BlindSpot.Cause.KERNEL_HELPER && helpers.isKnown(text);
        int max = cause.isBlindInFalco() ? MAX : 2 * MAX; // a scenario may expect the former, and never the latter
        if (!isKnown && found.size() < max) {
            found.put(key, read(cause, data, at, text));
        }
    }

    private static BlindSpot read(BlindSpot.Cause cause, ByteBuffer data, int at, String text) {
        int detail = data.getShort(at + Layout.BLIND_DETAIL) & 0xffff;
        int target = data.getInt(at + Layout.BLIND_TARGET);
        String other = target == 0
                ? "another process"
                : text(data, at + Layout.BLIND_TARGET_COMM, COMM) + "[" + target
                        + "], which is not part of the simulation";
        String act = switch (cause) {
            case IO_URING -> "used io_uring";
            case FOREIGN_CALL -> "made system call " + detail + " of the 32-bit interface";
            case MEMORY_WRITTEN -> "wrote to the memory or registers of " + other;
            case DESCRIPTOR_FROM_OUTSIDE ->
                detail == WatchedCall.IOCTL.ordinal() + 1
                        ? "put a descriptor into another process (ioctl)"
                        : "took a descriptor from " + other + " (" + WatchedCall.name(detail) + ")";
            case SENT -> "used in " + callName(detail) + " a descriptor that came in a message";
            case SHARED ->
                detail == 0
                        ? "shares descriptors or its working directory with another process (clone)"
                        : "no longer shares descriptors or its working directory with its own threads (unshare)";
            case EXHAUSTING -> "filled half of the table of network neighbours, which is the whole machine's";
            case KERNEL_HELPER -> "was started by the kernel itself, from " + text;
            case ARGUMENTS_CHANGED ->
                "changed the " + (text.isEmpty() ? pointedTo(detail) : "path " + text) + " while " + callName(detail)
                        + " ran";
            case REPLACED -> "replaced a descriptor or the working directory of " + callName(detail) + " while it ran";
            case AIO -> "used io_submit";
            case REFUSED ->
                "was refused "
                        + ((detail & REFUSED_CALL) == 0
                                ? "a kind of socket of the family " + socketFamily(detail)
                                : WatchedCall.name(detail & ~REFUSED_CALL));
            case LATE ->
                "waited in " + callName(detail) + ", while others could change the " + pointedTo(detail) + " in memory";
            case OTHER_FOLDER -> "used in " + callName(detail) + " a path relative to another folder";
            case MESSAGES ->
                (detail & UNCOUNTED) == 0
                        ? "handed more than sixteen messages to " + callName(detail)
                        : "had " + callName(detail & ~UNCOUNTED) + " end after a message that it may have sent";
        };
        return new BlindSpot(
                cause, data.getInt(at + Layout.BLIND_PID), text(data, at + Layout.BLIND_COMM, COMM), act, 1);
    }

    private static String socketFamily(int number) {
        return number < SOCKET_FAMILIES.length ? SOCKET_FAMILIES[number] : String.valueOf(number);
    }

    private static String pointedTo(int code) {
        return switch (code) {
            case EventCodes.OPENAT2_X, EventCodes.CLONE3_X -> "flags";
            case EventCodes.CONNECT_X, EventCodes.BIND_X -> "address";
            case EventCodes.SENDTO_X, EventCodes.SENDMSG_X, EventCodes.SENDMMSG_X -> "address or data";
            default -> "data";
        };
    }

    static String callName(int code) {
        EventType type = EventTable.of(FalcoVersion.CURRENT).type(code);
        return type == null ? "a system call" : type.name();
    }

    /** The blind spots found so far, in order. */
    List<BlindSpot> all() {
        return List.copyOf(found.values());
    }

    private static String text(ByteBuffer data, int at, int size) {
        byte[] bytes = new byte[size];
        data.get(at, bytes);
        int end = 0;
        while (end < size && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    }
}
