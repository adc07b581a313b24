// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.capture.WrittenDescriptor.Accepted;
import io.kguard.capture.WrittenDescriptor.Connection;
import io.kguard.capture.WrittenDescriptor.Datagrams;
import io.kguard.capture.WrittenDescriptor.End;
import io.kguard.capture.WrittenDescriptor.Ends;
import io.kguard.capture.WrittenDescriptor.File;
import io.kguard.capture.WrittenDescriptor.Listening;
import io.kguard.capture.WrittenDescriptor.Pipe;
import io.kguard.capture.WrittenDescriptor.Unix;
import io.kguard.event.EventCodes;
import io.kguard.event.FdType;
import io.kguard.event.IpAddress;
import io.kguard.event.L4Protocol;
import io.kguard.event.StateEntry.FdEntry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The descriptors of a process of written events. Each is opened by events of its own when it is first needed. */
final class WrittenDescriptors {
    private static final int AT_FDCWD = -100;
    private static final int FILE_MODE = 0644;
    private static final int DEVICE = 0x801;
    private static final int STREAM = 1;
    private static final int DATAGRAM = 2;
    private static final int BACKLOG = 128;
    private static final long PIPE_INODE = 5000;
    /** What the recorder alone knows of a file that is opened: not what was asked for. */
    private static final long NOT_ASKED = -(1 << 14);

    private final EventBuilder events;
    private final long tid;
    private final Map<WrittenDescriptor, Integer> open = new LinkedHashMap<>();
    private int next = 3;

    WrittenDescriptors(EventBuilder events, long tid) {
        this.events = events;
        this.tid = tid;
    }

    /** A number for a descriptor that comes to be. */
    int take() {
        return next++;
    }

    /** The number of a descriptor, which is opened unless it is open. */
    int of(WrittenDescriptor descriptor) {
        Integer known = open.get(descriptor);
        return known != null ? known : open(descriptor);
    }

    /** The number that the next one has. */
    int next() {
        return next;
    }

    /** A socket of a peer that is open; null if there is none. */
    @Nullable
    WrittenDescriptor ofPeer(End peer, boolean udp) {
        for (WrittenDescriptor descriptor : open.keySet()) {
            boolean found = udp
                    ? descriptor instanceof Datagrams datagrams
                            && datagrams.ends().server().equals(peer)
                    : descriptor instanceof Connection connection
                            && !connection.udp()
                            && connection.ends().server().equals(peer);
            if (found) {
                return descriptor;
            }
        }
        return null;
    }

    void opened(WrittenDescriptor descriptor, int number) {
        open.put(descriptor, number);
    }

    void closed(long number) {
        open.values().removeIf(fd -> fd == number);
    }

    private int open(WrittenDescriptor descriptor) {
        int fd = take();
        if (descriptor instanceof File file) {
            file(fd, file, null);
        } else if (descriptor instanceof Connection connection) {
            connect(fd, connection, null);
        } else if (descriptor instanceof Datagrams datagrams) {
            socket(fd, datagrams.ends().server().family(), DATAGRAM);
        } else if (descriptor instanceof Accepted accepted) {
            accept(fd, accepted.ends(), null);
        } else if (descriptor instanceof Listening listening) {
            listen(fd, listening.end());
        } else if (descriptor instanceof Unix unix) {
            unix(fd, unix);
        } else if (descriptor instanceof Pipe pipe) {
            int other = take();
            events.enter(EventCodes.PIPE2_E, tid);
            events.write(EventCodes.PIPE2_X, tid, 0, fd, other, PIPE_INODE + fd, 0);
            fd = pipe.written() ? other : fd;
        }
        opened(descriptor, fd);
        return fd;
    }

    /** A call that opens a file; it fails if it returns something. */
    void file(int fd, File file, @Nullable Long returns) {
        long result = returns == null ? fd : returns;
        events.enter(EventCodes.OPENAT_E, tid, AT_FDCWD, file.path(), file.flags() & ~NOT_ASKED, FILE_MODE);
        events.write(
                EventCodes.OPENAT_X,
                tid,
                result,
                AT_FDCWD,
                file.path(),
                result < 0 ? file.flags() & ~NOT_ASKED : file.flags(),
                FILE_MODE,
                result < 0 ? 0 : DEVICE,
                result < 0 ? 0 : 1001 + fd);
        if (result >= 0) {
            opened(file, fd);
        }
    }

    void connect(int fd, Connection connection, @Nullable Long returns) {
        socket(fd, connection);
        byte[] peer = connection.ends().server().bytes();
        events.enter(EventCodes.CONNECT_E, tid, fd, peer);
        events.write(
                EventCodes.CONNECT_X,
                tid,
                returns == null ? 0 : returns,
                connection.ends().bytes(),
                fd,
                peer);
        opened(connection, fd);
    }

    /** The socket of a connection that is not connected yet. */
    void socket(int fd, Connection connection) {
        int family = connection.ends().server().family();
        socket(fd, family, connection.udp() ? DATAGRAM : STREAM);
    }

    private void socket(int fd, int family, int type) {
        events.enter(EventCodes.SOCKET_E, tid, family, type, 0);
        events.write(EventCodes.SOCKET_X, tid, fd, family, type, 0, 0);
    }

    void listen(int fd, End end) {
        socket(fd, end.family(), STREAM);
        events.enter(EventCodes.BIND_E, tid, fd);
        events.write(EventCodes.BIND_X, tid, 0, end.bytes(), fd);
        events.enter(EventCodes.LISTEN_E, tid, fd, BACKLOG);
        events.write(EventCodes.LISTEN_X, tid, 0, fd, BACKLOG);
    }

    void accept(int fd, Ends ends, @Nullable Long returns) {
        boolean failed = returns != null && returns < 0;
        events.enter(EventCodes.ACCEPT4_E, tid, 0);
        events.write(
                EventCodes.ACCEPT4_X,
                tid,
                failed ? returns : (Long) (long) fd,
                failed ? null : ends.bytes(),
                0,
                0,
                BACKLOG,
                0);
    }

    private void unix(int fd, Unix unix) {
        socket(fd, Unix.family(), STREAM);
        events.enter(EventCodes.CONNECT_E, tid, fd, unix.address());
        events.write(EventCodes.CONNECT_X, tid, 0, unix.pair(), fd, unix.address());
    }

    /** A descriptor that is open from the beginning. */
    static FdEntry entry(long tid, int fd, WrittenDescriptor descriptor) {
        long inode = PIPE_INODE + fd;
        if (descriptor instanceof File file) {
            return FdEntry.file(tid, fd, inode, EventBuilder.latin1(file.path()), (int) file.flags(), DEVICE);
        }
        if (descriptor instanceof Connection connection) {
            Ends ends = connection.ends();
            return FdEntry.socket(
                    tid,
                    fd,
                    inode,
                    ends.client().address(),
                    ends.client().port(),
                    ends.server().address(),
                    ends.server().port(),
                    connection.udp() ? L4Protocol.UDP : L4Protocol.TCP);
        }
        if (descriptor instanceof Listening listening) {
            IpAddress address = listening.end().address();
            return FdEntry.serverSocket(tid, fd, inode, address, listening.end().port(), L4Protocol.TCP);
        }
        if (descriptor instanceof Unix unix) {
            return FdEntry.unixSocket(tid, fd, inode, 1, 2, EventBuilder.latin1(unix.path()));
        }
        if (descriptor instanceof Pipe) {
            return FdEntry.named(tid, fd, inode, FdType.FIFO, "pipe:[" + inode + "]");
        }
        throw new IllegalArgumentException(
                "only files, connections, ports, unix sockets and pipes are open from the beginning: spawn the process with"
                        + " others");
    }
}
