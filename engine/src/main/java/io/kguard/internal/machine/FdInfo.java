// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.FdType;
import io.kguard.event.L4Protocol;
import org.jspecify.annotations.Nullable;

/**
 * An open descriptor. For IP sockets, the source is the client and the destination the server. A server socket (bound,
 * listening) has only a destination.
 */
public final class FdInfo {
    private static final int CONNECTED = 1;
    private static final int CLOSING = 1 << 1;
    private static final int UPPER_LAYER = 1 << 2;
    private static final int LOWER_LAYER = 1 << 3;
    private static final int CANCELED_CLOSE = 1 << 4;

    FdType type = FdType.UNKNOWN;

    String name = "";
    String nameRaw = "";
    int openFlags;
    int device;
    long inode;
    long pid;
    SocketRole role = SocketRole.NONE;

    @Nullable
    SocketEnds ends;

    int bits;
    /** The names from which {@code directory} and {@code filename} were derived. */
    private @Nullable String directoryOf;

    private @Nullable String filenameOf;
    private String directory = "";
    private String filename = "";

    /** The flag of most calls that makes a descriptor close when its process executes a program, as events have it. */
    static final int O_CLOEXEC = 1 << 12;

    /** The same in {@code epoll_create1} and {@code memfd_create}. */
    private static final int OWN_CLOEXEC = 1;

    FdInfo() {}

    FdInfo(FdType type) {
        this.type = type;
    }

    /** A copy, for fork and dup. */
    FdInfo copy() {
        FdInfo copy = new FdInfo(type);
        copy.name = name;
        copy.nameRaw = nameRaw;
        copy.openFlags = openFlags;
        copy.device = device;
        copy.inode = inode;
        copy.pid = pid;
        copy.role = role;
        copy.ends = ends == null ? null : ends.copy();
        copy.bits = bits;
        copy.directoryOf = directoryOf;
        copy.directory = directory;
        copy.filenameOf = filenameOf;
        copy.filename = filename;
        return copy;
    }

    /** Whether it closes when its process executes a program. */
    boolean closesOnExec() {
        boolean own = type == FdType.EVENTPOLL || type == FdType.MEMFD;
        return (openFlags & O_CLOEXEC) != 0 || own && (openFlags & OWN_CLOEXEC) != 0;
    }

    void closeOnExec(boolean close) {
        openFlags &= ~(O_CLOEXEC | OWN_CLOEXEC);
        if (close) {
            openFlags |= O_CLOEXEC;
        }
    }

    /** The type of what it refers to. */
    public FdType type() {
        return type;
    }

    /** The path of a file, or the addresses of a socket as a string; empty if it has no name. */
    public String name() {
        return name;
    }

    /** Derives a socket's name from its addresses. */
    void nameByAddresses() {
        name = SocketNames.of(this);
    }

    /** The directory in a file's path, {@code fd.directory}: the part before the last slash. */
    @SuppressWarnings("ReferenceEquality") // identity is enough: comparing strings would cost more than it saves
    public String directory() {
        String path = name();
        if (path != directoryOf) {
            directory = directory(path);
            directoryOf = path;
        }
        return directory;
    }

    /** The directory of a path, as Falco cuts it off. */
    public static String directory(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : slash == path.length() - 1 ? path : path.substring(0, slash);
    }

    /** The last component of a file's path, {@code fd.filename}. */
    @SuppressWarnings("ReferenceEquality") // as above
    public String filename() {
        String path = name();
        if (path != filenameOf) {
            int slash = path.lastIndexOf('/');
            filename = slash < 0 ? "/" : slash == path.length() - 1 ? path : path.substring(slash + 1);
            filenameOf = path;
        }
        return filename;
    }

    /** The path as passed to the system call. */
    public String nameRaw() {
        return nameRaw;
    }

    /** Falco's {@code file_flags} of the open call. */
    public int openFlags() {
        return openFlags;
    }

    /** The device of a file in Falco's encoding. */
    public int device() {
        return device;
    }

    /** The inode; 0 if unknown. */
    public long inode() {
        return inode;
    }

    /** Which end of a connection it is. */
    SocketRole role() {
        return role;
    }

    /** Whether it is known which end of a connection it is. */
    public boolean hasRole() {
        return role != SocketRole.NONE;
    }

    /** The transport protocol of an IP socket. */
    public L4Protocol protocol() {
        return ends == null ? L4Protocol.UNKNOWN : ends.protocol(type);
    }

    /** Whether its addresses are IPv6. */
    public boolean isIpv6() {
        return type == FdType.IPV6_SOCK || type == FdType.IPV6_SERVER_SOCK;
    }

    /** The first half of the source's IPv6 address; for a unix socket its kernel address. */
    public long sourceHigh() {
        return ends == null ? 0 : ends.sourceHigh(type);
    }

    /** The second half of the source's IPv6 address, or its IPv4 address. */
    public long sourceLow() {
        return ends == null ? 0 : ends.sourceLow(type);
    }

    /** The source's port. */
    public int sourcePort() {
        return ends == null ? 0 : ends.sourcePort(type);
    }

    /** The first half of the destination's IPv6 address; for a unix socket the kernel address of its peer. */
    public long destinationHigh() {
        return ends == null ? 0 : ends.destinationHigh(type);
    }

    /** The second half of the destination's IPv6 address, or its IPv4 address; for a server socket its own address. */
    public long destinationLow() {
        return ends == null ? 0 : ends.destinationLow(type);
    }

    /** The destination's port; for a server socket its own port. */
    public int destinationPort() {
        return ends == null ? 0 : ends.destinationPort(type);
    }

    /** Whether a socket is connected. */
    public boolean isConnected() {
        return has(CONNECTED);
    }

    /** Whether a file is in the upper layer of an overlay file system. */
    public boolean isUpperLayer() {
        return has(UPPER_LAYER);
    }

    /** Whether a file is in the lower layer of an overlay file system. */
    public boolean isLowerLayer() {
        return has(LOWER_LAYER);
    }

    /** Whether it is a UDP socket. Falco ignores the protocol of IPv6 sockets. */
    boolean isUdp() {
        return type == FdType.IPV4_SOCK && protocol() == L4Protocol.UDP;
    }

    /** Whether it is a TCP socket. Falco ignores the protocol of IPv6 sockets. */
    boolean isTcp() {
        return type == FdType.IPV4_SOCK && protocol() == L4Protocol.TCP;
    }

    /** Its addresses, which depend on its type. */
    SocketEnds ends() {
        SocketEnds known = ends;
        if (known == null) {
            known = new SocketEnds();
            ends = known;
        }
        return known;
    }

    void source(long high, long low, int port) {
        ends().source(type, high, low);
        ends().sourcePort(type, port);
    }

    void destination(long high, long low, int port) {
        ends().destination(type, high, low);
        ends().destinationPort(type, port);
    }

    /** Sets the kernel addresses of the two ends of a unix socket. */
    void kernelAddresses(long source, long destination) {
        ends().source(FdType.UNIX_SOCK, source, 0);
        ends().destination(FdType.UNIX_SOCK, destination, 0);
    }

    void swapEnds() {
        long high = sourceHigh();
        long low = sourceLow();
        int port = sourcePort();
        source(destinationHigh(), destinationLow(), destinationPort());
        destination(high, low, port);
    }

    boolean isClosing() {
        return has(CLOSING);
    }

    void connected() {
        bits |= CONNECTED;
    }

    void closing(boolean on) {
        bits = on ? bits | CLOSING : bits & ~CLOSING;
    }

    /**
     * Whether it reused the number of a descriptor whose close had started but not ended, and has not been used since.
     */
    boolean canceledClose() {
        return has(CANCELED_CLOSE);
    }

    void canceledClose(boolean on) {
        bits = on ? bits | CANCELED_CLOSE : bits & ~CANCELED_CLOSE;
    }

    void layers(boolean upper, boolean lower) {
        bits = bits & ~(UPPER_LAYER | LOWER_LAYER) | (upper ? UPPER_LAYER : 0) | (lower ? LOWER_LAYER : 0);
    }

    private boolean has(int bit) {
        return (bits & bit) != 0;
    }

    @Override
    public String toString() {
        return type.character() + " " + name();
    }
}
