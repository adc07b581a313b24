// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import org.apiguardian.api.API;

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
@API(status = API.Status.INTERNAL)
public record FdEntry(
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
        return new FdEntry(
                tid, fd, inode, type, name, 0, 0, IpAddress.ANY, 0, IpAddress.ANY, 0, L4Protocol.UNKNOWN, 0, 0);
    }

    /** An open file. */
    public static FdEntry file(long tid, long fd, long inode, String path, int openFlags, int device) {
        return new FdEntry(
                tid,
                fd,
                inode,
                FdType.FILE_V2,
                path,
                openFlags,
                device,
                IpAddress.ANY,
                0,
                IpAddress.ANY,
                0,
                L4Protocol.UNKNOWN,
                0,
                0);
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
        return new FdEntry(tid, fd, inode, type, "", 0, 0, address, port, IpAddress.ANY, 0, protocol, 0, 0);
    }

    /** A unix socket. */
    public static FdEntry unixSocket(long tid, long fd, long inode, long source, long destination, String path) {
        return new FdEntry(
                tid,
                fd,
                inode,
                FdType.UNIX_SOCK,
                path,
                0,
                0,
                IpAddress.ANY,
                0,
                IpAddress.ANY,
                0,
                L4Protocol.UNKNOWN,
                source,
                destination);
    }
}
