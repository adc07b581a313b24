// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.event.EventCodes;
import io.kguard.event.ProcessEntry;
import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A process of written events. Each method is one of its actions; the events are in the order of the calls. Flags are
 * Falco's.
 */
@API(status = API.Status.STABLE)
public final class WrittenProcess {
    private static final int AT_FDCWD = -100;
    private static final int O_RDONLY = 1;
    private static final int O_WRONLY = 1 << 1;
    private static final int O_CREAT = 1 << 2;
    private static final int O_F_CREATED = 1 << 14;
    private static final int CHILD_IN_PIDNS = 1 << 29;
    private static final int EXE_LOWER_LAYER = 8;
    private static final int TERMINAL = 34816;
    private static final int FILE_MODE = 0644;
    private static final long LIMIT = 1024;

    private final EventBuilder events;
    private final @Nullable WrittenContainer container;
    private final WrittenSockets sockets;
    private final long pid;
    private final long parent;
    private final long virtualPid;
    private String path;
    private List<String> args;
    private int uid;
    private int tty;
    private int nextFd = 3;

    WrittenProcess(
            EventBuilder events,
            @Nullable WrittenContainer container,
            long pid,
            long parent,
            String path,
            List<String> args) {
        this.events = events;
        this.container = container;
        this.sockets = new WrittenSockets(events, pid);
        this.pid = pid;
        this.parent = parent;
        this.virtualPid = container == null ? pid : container.newVirtualPid();
        this.path = path;
        this.args = args;
    }

    ProcessEntry entry() {
        ProcessEntry.Builder entry = EventBuilder.entry(pid, pid, parent, path, args);
        if (container != null) {
            entry.vtid(virtualPid).vpid(virtualPid).sid(virtualPid).vpgid(virtualPid);
            entry.cgroups(container.cgroups()).flags(CHILD_IN_PIDNS);
        }
        return entry.build();
    }

    /** Its process id on the host. */
    public long pid() {
        return pid;
    }

    /** Gives a terminal to the programs that it and its children execute from now on. */
    public WrittenProcess onTerminal() {
        tty = TERMINAL;
        return this;
    }

    /** Creates a child that executes a program. */
    public WrittenProcess spawns(String program, String... arguments) {
        WrittenProcess child = new WrittenProcess(events, container, events.newPid(), pid, path, args);
        child.uid = uid;
        child.tty = tty;
        events.enter(EventCodes.CLONE_E, pid);
        long known = container == null ? child.pid : child.virtualPid;
        cloned(known, pid, parent, virtualPid);
        child.cloned(0, child.pid, pid, child.virtualPid);
        return child.executes(program, arguments);
    }

    private void cloned(long result, long self, long parentOfSelf, long virtual) {
        events.write(
                EventCodes.CLONE_X,
                self,
                result,
                EventBuilder.comm(path),
                EventBuilder.nulList(args).getBytes(UTF_8),
                self,
                self,
                parentOfSelf,
                "",
                LIMIT,
                0,
                0,
                0,
                0,
                0,
                EventBuilder.comm(path),
                cgroups(),
                container == null ? 0 : CHILD_IN_PIDNS,
                uid,
                0,
                virtual,
                virtual,
                0);
    }

    /** Executes another program. */
    public WrittenProcess executes(String program, String... arguments) {
        path = program;
        args = List.of(arguments);
        events.enter(EventCodes.EXECVE_E, pid, program);
        events.write(
                EventCodes.EXECVE_X,
                pid,
                0,
                EventBuilder.comm(path),
                EventBuilder.nulList(args).getBytes(UTF_8),
                pid,
                pid,
                parent,
                "",
                LIMIT,
                0,
                0,
                0,
                0,
                0,
                EventBuilder.comm(path),
                cgroups(),
                new byte[0],
                tty,
                virtualPid,
                -1,
                container == null ? 0 : EXE_LOWER_LAYER,
                0,
                0,
                0,
                0,
                0,
                0,
                uid,
                program,
                pid,
                0,
                program);
        return this;
    }

    private byte[] cgroups() {
        return (container == null ? "memory=/\0" : container.cgroups()).getBytes(UTF_8);
    }

    /** Opens a file for reading. */
    public WrittenProcess reads(String file) {
        return opens(file, O_RDONLY);
    }

    /** Opens a file for writing. */
    public WrittenProcess writes(String file) {
        return opens(file, O_WRONLY);
    }

    /** Creates a file and opens it for writing. */
    public WrittenProcess creates(String file) {
        return opens(file, O_WRONLY | O_CREAT | O_F_CREATED);
    }

    private WrittenProcess opens(String file, int flags) {
        events.enter(EventCodes.OPENAT_E, pid, AT_FDCWD, file, flags & ~O_F_CREATED, FILE_MODE);
        events.write(EventCodes.OPENAT_X, pid, nextFd++, AT_FDCWD, file, flags, FILE_MODE, 0x801, 1000 + nextFd);
        return this;
    }

    /** Deletes a file. */
    public WrittenProcess deletes(String file) {
        events.enter(EventCodes.UNLINKAT_E, pid);
        events.write(EventCodes.UNLINKAT_X, pid, 0, AT_FDCWD, file, 0);
        return this;
    }

    /** Renames a file. */
    public WrittenProcess renames(String file, String newPath) {
        events.enter(EventCodes.RENAME_E, pid);
        events.write(EventCodes.RENAME_X, pid, 0, file, newPath);
        return this;
    }

    /** Creates a directory. */
    public WrittenProcess makesDirectory(String directory) {
        events.enter(EventCodes.MKDIR_E, pid, 0755);
        events.write(EventCodes.MKDIR_X, pid, 0, directory, 0755);
        return this;
    }

    /** Creates a symbolic link. */
    public WrittenProcess links(String target, String link) {
        events.enter(EventCodes.SYMLINK_E, pid);
        events.write(EventCodes.SYMLINK_X, pid, 0, target, link);
        return this;
    }

    /** Changes a file's mode. Falco's mode bits are the kernel's. */
    public WrittenProcess changesMode(String file, int mode) {
        events.enter(EventCodes.CHMOD_E, pid);
        events.write(EventCodes.CHMOD_X, pid, 0, file, mode);
        return this;
    }

    /** Mounts a device or directory. */
    public WrittenProcess mounts(String device, String directory, String type) {
        events.enter(EventCodes.MOUNT_E, pid, 0);
        events.write(EventCodes.MOUNT_X, pid, 0, device, directory, type, 0);
        return this;
    }

    /** Becomes another user. */
    public WrittenProcess becomes(int newUid) {
        events.enter(EventCodes.SETUID_E, pid, newUid);
        events.write(EventCodes.SETUID_X, pid, 0, newUid);
        uid = newUid;
        return this;
    }

    /** Connects by TCP to an IPv4 address in dotted form. */
    public WrittenProcess connects(String address, int port) {
        sockets.connect(nextFd++, address, port);
        return this;
    }

    /** Listens on a TCP port of all IPv4 addresses. */
    public WrittenProcess listens(int port) {
        sockets.listen(nextFd++, port);
        return this;
    }

    /** Accepts a connection on one of its ports. */
    public WrittenProcess accepts(String from, int fromPort, int port) {
        sockets.accept(nextFd++, from, fromPort, port);
        return this;
    }

    /** Ends with an exit status. */
    public void exits(int status) {
        events.write(EventCodes.PROCEXIT_E, pid, (long) status << 8, status, 0, 0, 0);
    }
}
