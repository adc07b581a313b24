// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import io.kguard.event.FdType;
import io.kguard.event.StateEntry;
import io.kguard.event.StateEntry.FdEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the open descriptors of processes from /proc. */
final class ProcDescriptors {
    private static final int S_IFMT = 0170000;
    private static final int S_IFDIR = 0040000;
    private static final int S_IFIFO = 0010000;

    /** The kernel's names of descriptors that are not files, with their types. */
    private static final Map<String, FdType> ANONYMOUS = Map.of(
            "[eventfd]", FdType.EVENTFD,
            "[signalfd]", FdType.SIGNALFD,
            "[eventpoll]", FdType.EVENTPOLL,
            "inotify", FdType.INOTIFY,
            "[timerfd]", FdType.TIMERFD,
            "[userfaultfd]", FdType.USERFAULTFD,
            "[io_uring]", FdType.IO_URING,
            "[pidfd]", FdType.PIDFD);

    /** One set of tables per network namespace. */
    private final Map<String, ProcSockets> sockets = new HashMap<>();

    void addTo(List<StateEntry> entries, int pid) {
        Proc process = Proc.process(pid);
        for (int fd : process.numbers("fd")) {
            FdEntry entry = read(process, pid, fd);
            if (entry != null) {
                entries.add(entry);
            }
        }
    }

    private @Nullable FdEntry read(Proc process, int pid, int fd) {
        String link = process.link("fd/" + fd);
        if (link.isEmpty()) {
            return null; // it was closed
        }
        if (link.startsWith("socket:[")) {
            long inode = bracketed(link);
            FdEntry socket = sockets.computeIfAbsent(process.link("ns/net"), namespace -> new ProcSockets(process))
                    .entry(pid, fd, inode);
            return socket != null ? socket : FdEntry.named(pid, fd, inode, FdType.UNSUPPORTED, "");
        }
        if (link.startsWith("pipe:[")) {
            return FdEntry.named(pid, fd, bracketed(link), FdType.FIFO, "");
        }
        if (link.startsWith("anon_inode:")) {
            String kind = link.substring("anon_inode:".length());
            FdType type = kind.startsWith("bpf") ? FdType.BPF : ANONYMOUS.getOrDefault(kind, FdType.UNSUPPORTED);
            return FdEntry.named(pid, fd, 0, type, "");
        }
        return readFile(process, pid, fd, link);
    }

    private static @Nullable FdEntry readFile(Proc process, int pid, int fd, String path) {
        ProcFile file = ProcFile.of(process.path("fd/" + fd));
        if (file == null) {
            return null; // it was closed
        }
        int type = file.mode() & S_IFMT;
        if (path.startsWith("/memfd:")) {
            return FdEntry.named(pid, fd, file.inode(), FdType.MEMFD, path.substring("/memfd:".length()));
        }
        if (type == S_IFDIR || type == S_IFIFO) {
            return FdEntry.named(pid, fd, file.inode(), type == S_IFDIR ? FdType.DIRECTORY : FdType.FIFO, path);
        }
        int openFlags = OpenFlags.of(flags(process.text("fdinfo/" + fd)));
        return FdEntry.file(pid, fd, file.inode(), path, openFlags, (int) file.device());
    }

    private static long bracketed(String link) {
        return Long.parseLong(link.substring(link.indexOf('[') + 1, link.length() - 1));
    }

    private static int flags(String info) {
        return info.lines()
                .filter(line -> line.startsWith("flags:"))
                .mapToInt(line -> Integer.parseUnsignedInt(line.substring(6).strip(), 8))
                .findFirst()
                .orElse(0);
    }
}
