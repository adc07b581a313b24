// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.event.FdType;
import io.kguard.event.IpAddress;
import io.kguard.event.L4Protocol;
import io.kguard.event.StateEntry.FdEntry;
import io.kguard.event.StateSink;

/** Reads the list of a process's descriptors. */
final class FdEntryReader {
    private static final int V2 = 0x218;

    private final BlockCursor in;
    private final StateSink state;

    FdEntryReader(BlockCursor in, StateSink state) {
        this.in = in;
        this.state = state;
    }

    void read(int code) throws CaptureException {
        boolean withLength = code == V2;
        long tid = in.i64();
        while (in.remaining() >= 4) {
            int start = in.position();
            int end = withLength ? start + in.i32() : Integer.MAX_VALUE;
            long fd = in.i64();
            long inode = in.i64();
            int typeCode = in.u8();
            state.entry(entry(tid, fd, inode, typeCode, end));
            if (withLength) {
                in.moveTo(end);
            }
        }
    }

    private FdEntry entry(long tid, long fd, long inode, int typeCode, int end) throws CaptureException {
        FdType type = FdType.of(typeCode);
        if (type == null) {
            if (end == Integer.MAX_VALUE) {
                throw in.error("a descriptor of type " + typeCode + ", which is not known");
            }
            return FdEntry.named(tid, fd, inode, FdType.UNSUPPORTED, "unknown-type:[" + typeCode + "]");
        }
        return switch (type) {
            case UNKNOWN -> FdEntry.named(tid, fd, inode, type, "");
            case IPV4_SOCK, IPV6_SOCK -> socket(tid, fd, inode, type == FdType.IPV6_SOCK);
            case IPV4_SERVER_SOCK, IPV6_SERVER_SOCK -> server(tid, fd, inode, type == FdType.IPV6_SERVER_SOCK);
            case UNIX_SOCK -> {
                long source = in.i64();
                long destination = in.i64();
                yield FdEntry.unixSocket(tid, fd, inode, source, destination, in.text());
            }
            case FILE_V2 -> {
                int flags = in.i32();
                String path = in.text();
                int device = end != Integer.MAX_VALUE && end - in.position() >= 4 ? in.i32() : 0;
                yield FdEntry.file(tid, fd, inode, path, flags, device);
            }
            default -> FdEntry.named(tid, fd, inode, type, in.text());
        };
    }

    private FdEntry socket(long tid, long fd, long inode, boolean ipv6) throws CaptureException {
        IpAddress source = ipv6 ? in.ipv6() : in.ipv4();
        IpAddress destination = ipv6 ? in.ipv6() : in.ipv4();
        int sourcePort = in.u16();
        int destinationPort = in.u16();
        return FdEntry.socket(tid, fd, inode, source, sourcePort, destination, destinationPort, L4Protocol.of(in.u8()));
    }

    private FdEntry server(long tid, long fd, long inode, boolean ipv6) throws CaptureException {
        IpAddress address = ipv6 ? in.ipv6() : in.ipv4();
        int port = in.u16();
        return FdEntry.serverSocket(tid, fd, inode, address, port, L4Protocol.of(in.u8()));
    }
}
