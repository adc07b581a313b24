// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import io.kguard.event.FdType;
import io.kguard.event.IpAddress;
import io.kguard.event.L4Protocol;
import io.kguard.event.StateEntry.FdEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sockets of one network namespace by inode, read from the tables under /proc/PID/net. */
final class ProcSockets {
    private static final String LISTENING = "0A";
    private static final String UNCONNECTED = "07";

    private final Map<Long, Factory> sockets = new HashMap<>();
    /** Those that are not read yet. Most processes need the first one only, and the kernel takes long for some of the others. */
    private final Deque<Runnable> tables;

    private interface Factory {
        FdEntry entry(long tid, long fd, long inode);
    }

    ProcSockets(Proc process) {
        tables = new ArrayDeque<>(List.of(
                () -> readUnix(process.text("net/unix")),
                () -> readNetlink(process.text("net/netlink")),
                () -> readIp(process.text("net/tcp"), L4Protocol.TCP),
                () -> readIp(process.text("net/tcp6"), L4Protocol.TCP),
                () -> readIp(process.text("net/udp"), L4Protocol.UDP),
                () -> readIp(process.text("net/udp6"), L4Protocol.UDP),
                () -> readIp(process.text("net/raw"), L4Protocol.RAW),
                () -> readIp(process.text("net/raw6"), L4Protocol.RAW)));
    }

    /** The entry of a descriptor, or null if the tables have no socket with that inode. */
    @Nullable
    FdEntry entry(long tid, long fd, long inode) {
        while (!sockets.containsKey(inode) && !tables.isEmpty()) {
            tables.remove().run();
        }
        Factory factory = sockets.get(inode);
        return factory == null ? null : factory.entry(tid, fd, inode);
    }

    private void readIp(String table, L4Protocol protocol) {
        table.lines().skip(1).forEach(line -> {
            String[] columns = line.strip().split(" +", -1);
            if (columns.length < 10) {
                return;
            }
            IpAddress local = address(columns[1]);
            IpAddress remote = address(columns[2]);
            int localPort = port(columns[1]);
            int remotePort = port(columns[2]);
            boolean serves = columns[3].equals(LISTENING) || (columns[3].equals(UNCONNECTED) && remotePort == 0);
            sockets.put(
                    Long.valueOf(columns[9]),
                    (tid, fd, inode) -> serves
                            ? FdEntry.serverSocket(tid, fd, inode, local, localPort, protocol)
                            : FdEntry.socket(tid, fd, inode, local, localPort, remote, remotePort, protocol));
        });
    }

    private void readUnix(String table) {
        table.lines().skip(1).forEach(line -> {
            String[] columns =
                    line.strip().split(" +", 8); // address, counts, protocol, flags, type, state, inode, path
            if (columns.length < 7) {
                return;
            }
            long kernelAddress = Long.parseUnsignedLong(columns[0].replace(":", ""), 16);
            String path = columns.length < 8 ? "" : columns[7];
            sockets.put(
                    Long.valueOf(columns[6]),
                    (tid, fd, inode) -> FdEntry.unixSocket(tid, fd, inode, kernelAddress, 0, path));
        });
    }

    private void readNetlink(String table) {
        table.lines().skip(1).forEach(line -> {
            String[] columns = line.strip().split(" +", -1);
            sockets.put(
                    Long.valueOf(columns[columns.length - 1]),
                    (tid, fd, inode) -> FdEntry.named(tid, fd, inode, FdType.NETLINK, ""));
        });
    }

    /** Each 32-bit word of an address is written as a number in the machine's byte order, which is little-endian. */
    static IpAddress address(String text) {
        String hex = text.substring(0, text.indexOf(':'));
        if (hex.length() == 8) {
            return IpAddress.ipv4(word(hex, 0));
        }
        long high = (long) word(hex, 0) << 32 | word(hex, 8) & 0xffffffffL;
        long low = (long) word(hex, 16) << 32 | word(hex, 24) & 0xffffffffL;
        return IpAddress.ipv6(high, low);
    }

    private static int word(String hex, int at) {
        return Integer.reverseBytes(Integer.parseUnsignedInt(hex.substring(at, at + 8), 16));
    }

    private static int port(String text) {
        return Integer.parseInt(text.substring(text.indexOf(':') + 1), 16);
    }
}
