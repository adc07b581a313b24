// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.capture.WrittenDescriptor.Connection;
import io.kguard.capture.WrittenDescriptor.Datagrams;
import io.kguard.capture.WrittenDescriptor.End;
import io.kguard.capture.WrittenDescriptor.Ends;
import io.kguard.capture.WrittenDescriptor.File;
import io.kguard.event.EventCodes;
import io.kguard.event.IpAddress;
import io.kguard.event.ProcessEntry;
import io.kguard.event.ProcessEntry.Part;
import io.kguard.event.StateEntry;
import io.kguard.event.SystemCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A process of written events. Each method is one of its actions; the events are in the order of the calls. Flags are
 * Falco's.
 */
@API(status = API.Status.STABLE)
public final class WrittenProcess {
    private static final int O_RDONLY = 1;
    private static final int O_WRONLY = 1 << 1;
    private static final int O_CREAT = 1 << 2;
    private static final int O_F_CREATED = 1 << 14;
    private static final int CHILD_IN_PIDNS = 1 << 29;
    private static final int EXE_WRITABLE = 1;
    private static final int EXE_UPPER_LAYER = 2;
    private static final int EXE_FROM_MEMFD = 4;
    private static final int EXE_LOWER_LAYER = 8;
    private static final int TERMINAL = 34816;
    private static final long LIMIT = 1024;
    private static final int FIRST_LOCAL_PORT = 40000;
    /** The address of the host and of its containers. */
    private static final IpAddress OWN = IpAddress.ipv4(0x0a000002);

    private static final IpAddress OWN6 = IpAddress.ipv6(0xfd00_0000_0000_0000L, 2);

    private final EventBuilder events;
    private final @Nullable WrittenContainer container;
    private final WrittenDescriptors descriptors;
    private final @Nullable WrittenProcess creator;
    private final long pid;
    private final long parent;
    private final long virtualPid;
    private WrittenProgram program;
    private WrittenProcess session;
    private WrittenProcess leader;

    /** A process that runs from the beginning. */
    WrittenProcess(EventBuilder events, @Nullable WrittenContainer container, long parent, WrittenProgram program) {
        this(events, container, program.parent(), program.parent() == null ? parent : program.parent().pid, program);
        session = this;
        leader = program.leader() == null ? this : program.leader();
        if (program.session() != null) {
            join(program.session());
        }
        events.know(container, program);
    }

    private WrittenProcess(
            EventBuilder events,
            @Nullable WrittenContainer container,
            @Nullable WrittenProcess creator,
            long parent,
            WrittenProgram program) {
        this.events = events;
        this.container = container;
        this.creator = creator;
        this.pid = events.newPid();
        this.descriptors = new WrittenDescriptors(events, pid);
        this.parent = parent;
        this.virtualPid = container == null ? pid : container.newVirtualPid();
        this.program = program;
        this.session = creator == null ? this : creator.session;
        this.leader = creator == null ? this : creator.leader;
    }

    /** The entries of a process that runs from the beginning. */
    List<StateEntry> entries() {
        List<StateEntry> entries = new ArrayList<>();
        ProcessEntry.Builder entry = EventBuilder.entry(pid, pid, parent, program.path(), program.args());
        if (container != null) {
            entry.set(Part.VTID, virtualPid).set(Part.VPID, virtualPid);
            entry.set(Part.CGROUPS, container.cgroups()).set(Part.FLAGS, CHILD_IN_PIDNS);
        }
        Boolean upper = program.upperLayer();
        entries.add(entry.set(Part.SID, session.virtualPid)
                .set(Part.VPGID, leader.virtualPid)
                .set(Part.PGID, leader.pid)
                .set(Part.COMM, EventBuilder.latin1(program.comm()))
                .set(Part.EXE, EventBuilder.latin1(program.exe()))
                .set(Part.ENV, EventBuilder.latin1(program.environment()))
                .set(Part.CWD, EventBuilder.latin1(program.directory()))
                .set(Part.TTY, program.terminal())
                .set(Part.UID, program.uid())
                .set(Part.GID, program.gid())
                .set(Part.LOGIN_UID, program.loginUid())
                .set(Part.CAP_PERMITTED, program.permitted())
                .set(Part.CAP_EFFECTIVE, program.effective())
                .set(Part.CAP_INHERITABLE, program.inheritable())
                .set(Part.EXE_WRITABLE, program.isWritable())
                .set(Part.EXE_FROM_MEMFD, program.isInMemoryFile())
                .set(Part.EXE_UPPER_LAYER, upper != null && upper)
                .set(Part.EXE_LOWER_LAYER, container != null && upper != null && !upper)
                .build());
        program.descriptors()
                .forEach((number, descriptor) -> entries.add(WrittenDescriptors.entry(pid, number, descriptor)));
        return entries;
    }

    /** Its process id on the host. */
    public long pid() {
        return pid;
    }

    long virtualPid() {
        return virtualPid;
    }

    WrittenProgram program() {
        return program;
    }

    /** What the event of a clone or an execve says about the process by a name; null for another name. */
    @Nullable
    Object told(String parameter) {
        return told(parameter, program);
    }

    private @Nullable Object told(String parameter, WrittenProgram program) {
        return switch (parameter) {
            case "exe" -> program.exe();
            case "args" -> EventBuilder.nulList(program.args()).getBytes(UTF_8);
            case "tid", "pid" -> pid;
            case "ptid" -> parent;
            case "cwd" -> program.directory();
            case "fdlimit" -> LIMIT;
            case "comm" -> program.comm();
            case "cgroups" -> cgroups();
            case "env" -> program.environment().getBytes(UTF_8);
            case "tty" -> program.terminal();
            case "vpgid" -> leader.virtualPid;
            case "pgid" -> leader.pid;
            case "loginuid" -> program.loginUid();
            case "cap_inheritable" -> program.inheritable();
            case "cap_permitted" -> program.permitted();
            case "cap_effective" -> program.effective();
            case "uid" -> program.uid();
            case "gid" -> program.gid();
            case "vtid", "vpid" -> virtualPid;
            case "trusted_exepath", "filename", "pathname" -> program.path();
            default -> null;
        };
    }

    /** Gives a terminal to the programs that it and its children execute from now on. */
    public WrittenProcess onTerminal() {
        program = program.terminal(TERMINAL);
        return this;
    }

    /** Creates a child that executes a program. */
    public WrittenProcess spawns(String path, String... arguments) {
        return spawns(WrittenProgram.of(path, arguments));
    }

    /**
     * Creates a child that executes a program.
     *
     * @throws IllegalArgumentException if the child is to have a parent or a session that it can't have
     */
    @API(status = API.Status.EXPERIMENTAL)
    public WrittenProcess spawns(WrittenProgram child) {
        return spawns(child, null);
    }

    WrittenProcess spawns(WrittenProgram wanted, @Nullable Long returns) {
        if (wanted.parent() != null) {
            throw new IllegalArgumentException("the parent of a process that is spawned is the one that spawns it");
        }
        WrittenProcess child = new WrittenProcess(events, container, this, pid, program);
        events.enter(EventCodes.CLONE_E, pid);
        cloned(container == null ? child.pid : child.virtualPid);
        child.cloned(0);
        return child.executes(wanted, returns);
    }

    private void cloned(long result) {
        int flags = container == null ? 0 : CHILD_IN_PIDNS;
        write(EventCodes.CLONE_X, program, Map.of("res", result, "cwd", "", "flags", flags));
    }

    /** Writes what is said of a call's parameters, else what is told of the process with a program, else 0. */
    private void write(int code, WrittenProgram shown, Map<String, Object> said) {
        events.writeByName(code, pid, parameter -> {
            Object own = said.containsKey(parameter) ? said.get(parameter) : told(parameter, shown);
            return own == null ? 0 : own;
        });
    }

    /** Executes another program. */
    public WrittenProcess executes(String path, String... arguments) {
        return executes(WrittenProgram.of(path, arguments));
    }

    /**
     * Executes another program.
     *
     * @throws IllegalArgumentException if the process is to have a parent or a session that it can't have
     */
    @API(status = API.Status.EXPERIMENTAL)
    public WrittenProcess executes(WrittenProgram next) {
        return executes(next, null);
    }

    WrittenProcess executes(WrittenProgram wanted, @Nullable Long returns) {
        if (wanted.parent() != null) {
            throw new IllegalArgumentException("a process keeps its parent when it executes a program");
        }
        WrittenProgram next = wanted.after(program);
        events.know(container, next);
        prepare(next);
        leader = next.leader() == null ? leader : next.leader();
        events.enter(EventCodes.EXECVE_E, pid, next.path());
        long result = returns == null ? 0 : returns;
        WrittenProgram shown = result < 0 ? program : next;
        Map<String, Object> said = Map.of("res", result, "cwd", "", "flags", file(shown), "filename", next.path());
        write(EventCodes.EXECVE_X, shown, said);
        program = shown;
        return this;
    }

    /** What a process does before it executes a program that is to run elsewhere. */
    private void prepare(WrittenProgram next) {
        WrittenProcess wanted = next.session();
        if (next.hasNewSession()) {
            session = this;
            leader = this;
            events.enter(EventCodes.SETSID_E, pid);
            events.write(EventCodes.SETSID_X, pid, virtualPid);
        } else if (wanted != null && wanted.session != session) {
            throw new IllegalArgumentException(
                    "a process has the session of the one that spawns it, or a session of its own");
        }
        if (!next.directory().equals(program.directory())) {
            events.enter(EventCodes.CHDIR_E, pid);
            events.write(EventCodes.CHDIR_X, pid, 0, next.directory());
        }
        next.descriptors().forEach((number, descriptor) -> {
            int old = descriptors.of(descriptor);
            events.enter(EventCodes.DUP2_E, pid, old);
            events.write(EventCodes.DUP2_X, pid, number, old, number);
        });
    }

    /** Joins a session. In a container Falco finds its leader among the ancestors. */
    private void join(WrittenProcess wanted) {
        if (wanted.container != container) {
            throw new IllegalArgumentException("a session is within one container");
        }
        session = wanted.session;
        WrittenProcess ancestor = creator;
        while (container != null && ancestor != session) {
            if (ancestor == null || ancestor.session != session) {
                throw new IllegalArgumentException("the leader of a session is an ancestor: say the parent, too");
            }
            ancestor = ancestor.creator;
        }
    }

    /** The flags of its program's file. */
    private int file(WrittenProgram shown) {
        Boolean upper = shown.upperLayer();
        int layer = upper != null && upper ? EXE_UPPER_LAYER : container == null ? 0 : EXE_LOWER_LAYER;
        return layer | (shown.isWritable() ? EXE_WRITABLE : 0) | (shown.isInMemoryFile() ? EXE_FROM_MEMFD : 0);
    }

    private byte[] cgroups() {
        return (container == null ? "memory=/\0" : container.cgroups()).getBytes(UTF_8);
    }

    /**
     * Makes a system call of any type.
     *
     * @param type what {@code evt.type} says of it
     * @param parameters values of the event's parameters by their names, as an event script has them: numbers, strings, names
     *     of flags; a map such as {@code Map.of("file", "/etc/passwd")} is a descriptor. What is left out is as usual
     * @throws IllegalArgumentException if there is no such type or parameter, or it can't have the value
     */
    @API(status = API.Status.EXPERIMENTAL)
    public WrittenProcess calls(String type, Map<String, ?> parameters) {
        CallWriter call = call(type);
        parameters.forEach(call::with);
        call.write();
        return this;
    }

    /** The same by a verb of event scripts. */
    private WrittenProcess does(String verb, Object... values) {
        SystemCall.Verb known = Objects.requireNonNull(SystemCall.allVerbs().get(verb));
        return calls(known.type(), known.call(List.of(values)));
    }

    CallWriter call(String type) {
        return new CallWriter(events, this, descriptors, WrittenCall.of(type, events.version()));
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
        return opens(new File(file, flags), null);
    }

    WrittenProcess opens(File file, @Nullable Long returns) {
        descriptors.file(descriptors.take(), file, returns);
        return this;
    }

    /** Deletes a file. */
    public WrittenProcess deletes(String file) {
        return does("deletes", file);
    }

    /** Renames a file. */
    public WrittenProcess renames(String file, String newPath) {
        return does("renames", file, newPath);
    }

    /** Creates a directory. */
    public WrittenProcess makesDirectory(String directory) {
        return does("makes-directory", directory);
    }

    /** Creates a symbolic link. */
    public WrittenProcess links(String target, String link) {
        return does("links", target, link);
    }

    /** Creates a hard link. */
    @API(status = API.Status.EXPERIMENTAL)
    public WrittenProcess hardLinks(String target, String link) {
        return does("hard-links", target, link);
    }

    /** Changes a file's mode. Falco's mode bits are the kernel's. */
    public WrittenProcess changesMode(String file, int mode) {
        return does("changes-mode", file, (long) mode);
    }

    /** Mounts a device or directory. */
    public WrittenProcess mounts(String device, String directory, String type) {
        return does("mounts", device, directory, type);
    }

    /** Becomes another user. */
    public WrittenProcess becomes(int newUid) {
        does("becomes", (long) newUid);
        program = program.user(newUid);
        return this;
    }

    /** Connects by TCP to an address, IPv4 or IPv6. */
    public WrittenProcess connects(String address, int port) {
        return connects(new End(End.address(address), End.checked(port)), false, null);
    }

    WrittenProcess connects(End peer, boolean udp, @Nullable Long returns) {
        Ends ends = toNew(peer);
        descriptors.connect(descriptors.take(), new Connection(ends, udp), returns);
        return this;
    }

    /** Its socket for a peer: one that it has, or a new one. */
    WrittenDescriptor peer(End peer, boolean udp) {
        WrittenDescriptor known = descriptors.ofPeer(peer, udp);
        return known != null ? known : udp ? new Datagrams(toNew(peer)) : new Connection(toNew(peer), false);
    }

    /** A connection of a socket that it opens next. */
    private Ends toNew(End peer) {
        return new Ends(new End(own(peer), FIRST_LOCAL_PORT + descriptors.next()), peer);
    }

    /** Sends a datagram by UDP from a socket that is not connected. */
    @API(status = API.Status.EXPERIMENTAL)
    public WrittenProcess sends(String address, int port, String data) {
        return datagram("sendto", address, port, data);
    }

    /** Receives a datagram by UDP from an address. */
    @API(status = API.Status.EXPERIMENTAL)
    public WrittenProcess receives(String address, int port, String data) {
        return datagram("recvfrom", address, port, data);
    }

    private WrittenProcess datagram(String type, String address, int port, String data) {
        CallWriter call = call(type);
        call.with("fd", peer(new End(End.address(address), End.checked(port)), true));
        call.with("data", data);
        call.write();
        return this;
    }

    /** Listens on a TCP port of all IPv4 addresses. */
    public WrittenProcess listens(int port) {
        descriptors.listen(descriptors.take(), new End(IpAddress.ANY, End.checked(port)));
        return this;
    }

    /** Accepts a connection on one of its ports. */
    public WrittenProcess accepts(String from, int fromPort, int port) {
        return accepts(new End(End.address(from), End.checked(fromPort)), End.checked(port), null);
    }

    WrittenProcess accepts(End client, int port, @Nullable Long returns) {
        descriptors.accept(descriptors.take(), new Ends(client, new End(own(client), port)), returns);
        return this;
    }

    /** An address of its own in the family of another. */
    private static IpAddress own(End peer) {
        return peer.address().isIpv6() ? OWN6 : OWN;
    }

    /** Ends with an exit status. */
    public void exits(int status) {
        events.write(EventCodes.PROCEXIT_E, pid, (long) status << 8, status, 0, 0, 0);
    }
}
