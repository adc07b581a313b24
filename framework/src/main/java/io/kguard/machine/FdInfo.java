package io.kguard.machine;

import io.kguard.event.FdType;
import io.kguard.event.L4Protocol;
import org.jspecify.annotations.Nullable;

/**
 * An open descriptor. For IP sockets, source and destination are the two ends: the convention is that the source is the
 * client and the destination the server. A server socket (bound, listening) has one end, the destination.
 */
public final class FdInfo {
    private static final int CONNECTED = 1;
    private static final int PENDING = 1 << 1;
    private static final int FAILED = 1 << 2;
    private static final int CLONED = 1 << 3;
    private static final int CLOSING = 1 << 4;
    private static final int UPPER_LAYER = 1 << 5;
    private static final int LOWER_LAYER = 1 << 6;
    private static final int SURVIVES_CLOSE = 1 << 7;

    FdType type = FdType.UNKNOWN;

    @Nullable
    String name = "";

    String nameRaw = "";
    int openFlags;
    int device;
    long inode;
    long mountId;
    long pid;
    SocketRole role = SocketRole.NONE;
    L4Protocol protocol = L4Protocol.UNKNOWN;
    /** The protocol of an IPv6 socket while it is connected to an IPv4 address. */
    L4Protocol ipv6Protocol = L4Protocol.UNKNOWN;

    long sourceHigh;
    long sourceLow;
    int sourcePort;
    long destinationHigh;
    long destinationLow;
    int destinationPort;
    private int bits;
    /** The names whose parts {@code directory} and {@code filename} are. */
    private @Nullable String directoryOf;

    private @Nullable String filenameOf;
    private String directory = "";
    private String filename = "";

    FdInfo() {}

    FdInfo(FdType type) {
        this.type = type;
    }

    /** A copy, as fork and dup make one. */
    FdInfo copy() {
        FdInfo copy = new FdInfo(type);
        copy.name = name;
        copy.nameRaw = nameRaw;
        copy.openFlags = openFlags;
        copy.device = device;
        copy.inode = inode;
        copy.mountId = mountId;
        copy.pid = pid;
        copy.role = role;
        copy.protocol = protocol;
        copy.ipv6Protocol = ipv6Protocol;
        copy.sourceHigh = sourceHigh;
        copy.sourceLow = sourceLow;
        copy.sourcePort = sourcePort;
        copy.destinationHigh = destinationHigh;
        copy.destinationLow = destinationLow;
        copy.destinationPort = destinationPort;
        copy.bits = bits;
        return copy;
    }

    /** What it refers to. */
    public FdType type() {
        return type;
    }

    /** The path of a file, the addresses of a socket as text; empty where there is no name. */
    public String name() {
        String known = name;
        if (known == null) {
            known = SocketNames.of(this);
            name = known;
        }
        return known;
    }

    /** The directory in a file's path, {@code fd.directory}: what stands before the last slash. */
    @SuppressWarnings("ReferenceEquality") // the very string: to compare texts would cost more than it saves
    public String directory() {
        String path = name();
        if (path != directoryOf) {
            int slash = path.lastIndexOf('/');
            directory = slash <= 0 ? "/" : slash == path.length() - 1 ? path : path.substring(0, slash);
            directoryOf = path;
        }
        return directory;
    }

    /** The last name in a file's path, {@code fd.filename}. */
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

    /** The path as it was given to the system call. */
    public String nameRaw() {
        return nameRaw;
    }

    /** Falco's {@code file_flags} with which a file was opened. */
    public int openFlags() {
        return openFlags;
    }

    /** The device of a file in Falco's encoding. */
    public int device() {
        return device;
    }

    /** The inode; 0 if not known. */
    public long inode() {
        return inode;
    }

    /** The process that a pidfd refers to. */
    public long pid() {
        return pid;
    }

    /** Which end of a connection it is. */
    public SocketRole role() {
        return role;
    }

    /** The transport protocol of an IP socket. */
    public L4Protocol protocol() {
        return protocol;
    }

    /** Whether its addresses are of IPv6. */
    public boolean isIpv6() {
        return type == FdType.IPV6_SOCK || type == FdType.IPV6_SERVER_SOCK;
    }

    /** The first half of the source's IPv6 address; of a unix socket its kernel address. */
    public long sourceHigh() {
        return sourceHigh;
    }

    /** The second half of the source's IPv6 address, or its IPv4 address. */
    public long sourceLow() {
        return sourceLow;
    }

    /** The source's port. */
    public int sourcePort() {
        return sourcePort;
    }

    /** The first half of the destination's IPv6 address; of a unix socket the kernel address of its peer. */
    public long destinationHigh() {
        return destinationHigh;
    }

    /** The second half of the destination's IPv6 address, or its IPv4 address; a server socket's own. */
    public long destinationLow() {
        return destinationLow;
    }

    /** The destination's port; a server socket's own. */
    public int destinationPort() {
        return destinationPort;
    }

    /** Whether a socket is connected. */
    public boolean isConnected() {
        return has(CONNECTED);
    }

    /** Whether a socket's connection is on its way. */
    public boolean isPending() {
        return has(PENDING);
    }

    /** Whether a socket's connection failed. */
    public boolean isFailed() {
        return has(FAILED);
    }

    /** Whether it came from another process or descriptor by fork or dup. */
    public boolean isCloned() {
        return has(CLONED);
    }

    /** Whether a file is in the upper layer of an overlay file system. */
    public boolean isUpperLayer() {
        return has(UPPER_LAYER);
    }

    /** Whether a file is in the lower layer of an overlay file system. */
    public boolean isLowerLayer() {
        return has(LOWER_LAYER);
    }

    void swapEnds() {
        long high = sourceHigh;
        long low = sourceLow;
        int port = sourcePort;
        sourceHigh = destinationHigh;
        sourceLow = destinationLow;
        sourcePort = destinationPort;
        destinationHigh = high;
        destinationLow = low;
        destinationPort = port;
    }

    boolean isClosing() {
        return has(CLOSING);
    }

    void connected() {
        bits = bits & ~(PENDING | FAILED) | CONNECTED;
    }

    void pending() {
        bits = bits & ~(CONNECTED | FAILED) | PENDING;
    }

    void failed() {
        bits = bits & ~(CONNECTED | PENDING) | FAILED;
    }

    void cloned() {
        bits |= CLONED;
    }

    void closing(boolean on) {
        bits = on ? bits | CLOSING : bits & ~CLOSING;
    }

    /** Whether it took the place of a descriptor whose close has begun but not ended. */
    boolean survivesClose() {
        return has(SURVIVES_CLOSE);
    }

    void survivesClose(boolean on) {
        bits = on ? bits | SURVIVES_CLOSE : bits & ~SURVIVES_CLOSE;
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
