// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import static io.kguard.event.FdType.FILE_V2;
import static io.kguard.event.FdType.UNIX_SOCK;
import static io.kguard.event.IpAddress.ANY;
import static io.kguard.event.L4Protocol.UNKNOWN;

import java.util.List;
import org.apiguardian.api.API;

/**
 * Part of the machine's state before the first event: a thread, a descriptor, an interface, a user, a group, the
 * machine itself.
 */
@API(status = API.Status.INTERNAL)
public sealed interface StateEntry
        permits ProcessEntry,
                StateEntry.FdEntry,
                StateEntry.InterfaceEntry,
                StateEntry.UserEntry,
                StateEntry.GroupEntry,
                StateEntry.ContainerNames,
                StateEntry.MachineEntry {
    /**
     * An open descriptor of a process. Which components are set depends on the type: names for files, pipes and the like,
     * addresses for sockets.
     *
     * @param tid the process that has the descriptor
     * @param fd its number
     * @param inode its inode
     * @param type the kind of descriptor
     * @param name a file's path, a unix socket's path; empty if it has none
     * @param openFlags Falco's {@code file_flags} of a {@link FdType#FILE_V2}
     * @param device Falco's encoding of the device of a {@link FdType#FILE_V2}
     * @param source the local address of a socket, or the address that a server socket is bound to
     * @param sourcePort its port
     * @param destination the remote address of a socket
     * @param destinationPort its port
     * @param protocol the transport protocol of an IP socket
     * @param unixSource a unix socket's kernel address
     * @param unixDestination the kernel address of its peer
     */
    record FdEntry(
            long tid,
            long fd,
            long inode,
            FdType type,
            String name,
            int openFlags,
            int device,
            IpAddress source,
            int sourcePort,
            IpAddress destination,
            int destinationPort,
            L4Protocol protocol,
            long unixSource,
            long unixDestination)
            implements StateEntry {

        /** A descriptor with a name: a pipe, a directory, an event descriptor and the like. */
        public static FdEntry named(long tid, long fd, long inode, FdType type, String name) {
            return new FdEntry(tid, fd, inode, type, name, 0, 0, ANY, 0, ANY, 0, UNKNOWN, 0, 0);
        }

        /** An open file. */
        public static FdEntry file(long tid, long fd, long inode, String path, int openFlags, int device) {
            return new FdEntry(tid, fd, inode, FILE_V2, path, openFlags, device, ANY, 0, ANY, 0, UNKNOWN, 0, 0);
        }

        /** A connected IP socket. */
        public static FdEntry socket(
                long tid,
                long fd,
                long inode,
                IpAddress source,
                int sourcePort,
                IpAddress destination,
                int destinationPort,
                L4Protocol protocol) {
            FdType type = source.isIpv6() ? FdType.IPV6_SOCK : FdType.IPV4_SOCK;
            return new FdEntry(
                    tid, fd, inode, type, "", 0, 0, source, sourcePort, destination, destinationPort, protocol, 0, 0);
        }

        /** A listening IP socket. */
        public static FdEntry serverSocket(
                long tid, long fd, long inode, IpAddress address, int port, L4Protocol protocol) {
            FdType type = address.isIpv6() ? FdType.IPV6_SERVER_SOCK : FdType.IPV4_SERVER_SOCK;
            return new FdEntry(tid, fd, inode, type, "", 0, 0, address, port, ANY, 0, protocol, 0, 0);
        }

        /** A unix socket. */
        public static FdEntry unixSocket(long tid, long fd, long inode, long source, long destination, String path) {
            return new FdEntry(tid, fd, inode, UNIX_SOCK, path, 0, 0, ANY, 0, ANY, 0, UNKNOWN, source, destination);
        }
    }

    /** A user of the host. */
    record UserEntry(int uid, int gid, String name, String home, String shell) implements StateEntry {}

    /** A group of the host. */
    record GroupEntry(int gid, String name) implements StateEntry {}

    /**
     * A network interface with an address. All three addresses have the same family.
     *
     * @param name the interface, such as {@code lo}
     * @param address its address
     * @param netmask the mask of its network
     * @param broadcast its broadcast address; zeros if it has none
     * @param linkSpeed in bits per second; 0 if unknown
     */
    record InterfaceEntry(String name, IpAddress address, IpAddress netmask, IpAddress broadcast, long linkSpeed)
            implements StateEntry {
        /** Whether the addresses are of IPv6. */
        public boolean isIpv6() {
            return address.isIpv6();
        }
    }

    /**
     * The users and groups of a container, which Falco reads in the container's own files. A capture does not have them.
     *
     * @param containerId the container's short id
     * @param users its users
     * @param groups its groups
     */
    record ContainerNames(String containerId, List<UserEntry> users, List<GroupEntry> groups) implements StateEntry {
        public ContainerNames {
            users = List.copyOf(users);
            groups = List.copyOf(groups);
        }
    }

    /**
     * The machine on which events were recorded.
     *
     * @param cpus its number of processors
     * @param memoryBytes its memory
     * @param maxPid the highest process id it assigns
     * @param hostname its name
     * @param bootTimestamp when it booted, in nanoseconds since the epoch
     * @param flags the recorder's notes about itself
     */
    record MachineEntry(int cpus, long memoryBytes, long maxPid, String hostname, long bootTimestamp, long flags)
            implements StateEntry {}
}
