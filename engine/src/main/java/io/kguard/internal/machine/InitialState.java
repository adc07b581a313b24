// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.FdEntry;
import io.kguard.event.FdType;
import io.kguard.event.GroupEntry;
import io.kguard.event.InterfaceEntry;
import io.kguard.event.L4Protocol;
import io.kguard.event.MachineEntry;
import io.kguard.event.MachineSnapshot;
import io.kguard.event.ProcessEntry;
import io.kguard.event.StateEntry;
import io.kguard.event.UserEntry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Builds the initial state of the machine from the entries of a source. */
final class InitialState {
    private final Machine machine;
    private final List<StateEntry> later = new ArrayList<>();
    private final List<ThreadInfo> unlinked = new ArrayList<>();
    private final BitSet serverPorts = new BitSet();
    private final List<MachineSnapshot> snapshot = new ArrayList<>();
    private boolean socketsLoaded;

    InitialState(Machine machine) {
        this.machine = machine;
    }

    void clear() {
        later.clear();
        unlinked.clear();
        serverPorts.clear();
        snapshot.clear();
        socketsLoaded = false;
    }

    void add(StateEntry entry) {
        if (entry instanceof ProcessEntry process) {
            process(process);
        } else if (entry instanceof FdEntry fd) {
            descriptor(fd);
        } else if (entry instanceof MachineEntry description) {
            machine.description = description;
        } else if (entry instanceof MachineSnapshot part) {
            snapshot.add(part);
        } else {
            later.add(entry);
        }
    }

    /**
     * Does what needs all entries: applies users and interfaces, links threads to their parents, sets the roles of
     * sockets.
     */
    void complete() {
        for (StateEntry entry : later) {
            if (entry instanceof InterfaceEntry address) {
                machine.interfaces.add(address);
            } else if (entry instanceof UserEntry user) {
                machine.users.put("", user);
            } else if (entry instanceof GroupEntry group) {
                machine.users.put("", group);
            }
        }
        later.clear();
        for (ThreadInfo thread : unlinked) {
            machine.links().link(thread);
        }
        unlinked.clear();
        if (socketsLoaded) {
            machine.threads.forEach(thread -> thread.ownFds.forEach(this::orient));
            socketsLoaded = false;
        }
    }

    /** Replaces what entries said by what a snapshot says, if there is one. */
    void restore() {
        if (!snapshot.isEmpty()) {
            complete();
            SnapshotReader.restore(machine, snapshot);
            snapshot.clear();
        }
    }

    private void process(ProcessEntry entry) {
        if (machine.threads.get(entry.tid()) == null && machine.links().isFull()) {
            return;
        }
        ThreadInfo thread = new ThreadInfo(machine.threads, entry.tid());
        thread.pid = entry.pid();
        thread.ptid = entry.ptid();
        thread.sid = entry.sid();
        thread.vpgid = entry.vpgid();
        thread.pgid = entry.pgid();
        thread.vtid = entry.vtid();
        thread.vpid = entry.vpid();
        thread.comm = entry.comm();
        thread.exe = entry.exe();
        thread.exepath = ExecEvents.withoutDeleted(entry.exepath());
        thread.setArgs(entry.args());
        thread.flags |= entry.flags() | ThreadFlags.ACTIVE;
        if (thread.isMainThread()) {
            thread.setEnv(entry.env());
            String cwd = FilePath.normalize(machine.version(), "", entry.cwd());
            thread.ownCwd = cwd.endsWith("/") ? cwd : cwd + "/";
        }
        thread.root = entry.root();
        thread.ownFdLimit = entry.fdLimit();
        thread.vmSize = entry.vmSize();
        thread.vmRss = entry.vmRss();
        thread.vmSwap = entry.vmSwap();
        thread.majorFaults = entry.majorFaults();
        thread.minorFaults = entry.minorFaults();
        thread.pidnsInitStart = entry.pidnsInitStart();
        thread.tty = entry.tty();
        thread.capInheritable = entry.capInheritable();
        thread.capPermitted = entry.capPermitted();
        thread.capEffective = entry.capEffective();
        thread.exeWritable = entry.exeWritable();
        thread.exeUpperLayer = entry.exeUpperLayer();
        thread.exeLowerLayer = entry.exeLowerLayer();
        thread.exeFromMemfd = entry.exeFromMemfd();
        thread.exeInode = entry.exeInode();
        thread.exeChangeTime = entry.exeChangeTime();
        thread.exeModificationTime = entry.exeModificationTime();
        machine.containerIds().resolve(thread, entry.cgroups());
        thread.uid = entry.uid();
        thread.gid = entry.gid();
        thread.loginUid = entry.loginUid();
        machine.users.needGroup(thread.containerId, thread.gid);
        machine.users.need(thread.containerId, thread.uid);
        machine.threads.put(thread);
        unlinked.add(thread);
    }

    private void descriptor(FdEntry entry) {
        ThreadInfo thread = machine.threads.get(entry.tid());
        if (thread == null || entry.type() == FdType.UNKNOWN) {
            return;
        }
        FdInfo info = new FdInfo(entry.type());
        info.inode = entry.inode();
        info.name = entry.name();
        info.openFlags = entry.openFlags();
        info.device = entry.device();
        switch (entry.type()) {
            case IPV4_SOCK, IPV6_SOCK -> socket(entry, info);
            case IPV4_SERVER_SOCK, IPV6_SERVER_SOCK -> {
                info.destination(entry.source().high(), entry.source().low(), entry.sourcePort());
                info.ends().protocol(info.type, entry.protocol());
                info.nameByAddresses();
                serverPorts.set(entry.sourcePort());
            }
            case UNIX_SOCK -> {
                info.kernelAddresses(entry.unixSource(), entry.unixDestination());
                info.role = entry.name().isEmpty() ? SocketRole.CLIENT : SocketRole.SERVER;
            }
            default -> {}
        }
        if (!thread.ownFds.put(entry.fd(), info, machine.limits.fdsPerProcess())) {
            machine.fdsOverLimit++;
        }
    }

    private void socket(FdEntry entry, FdInfo info) {
        boolean mapped = entry.type() == FdType.IPV6_SOCK
                && SocketAddress.isMapped(entry.source().high(), entry.source().low())
                && SocketAddress.isMapped(
                        entry.destination().high(), entry.destination().low());
        if (mapped) {
            info.type = FdType.IPV4_SOCK;
        }
        info.source(entry.source().high(), entry.source().low(), entry.sourcePort());
        info.destination(entry.destination().high(), entry.destination().low(), entry.destinationPort());
        info.ends().protocol(info.type, entry.protocol());
        if (info.type == FdType.IPV4_SOCK) {
            machine.interfaces.patch(info);
        }
        info.name = SocketNames.withPorts(info);
        if (entry.protocol() == L4Protocol.TCP) {
            info.connected();
        }
        socketsLoaded = true;
    }

    /** A socket whose local port has a listening server is the server's end. */
    private void orient(FdInfo info) {
        if (info.type == FdType.IPV4_SOCK && info.role == SocketRole.NONE) {
            if (serverPorts.get(info.sourcePort())) {
                info.swapEnds();
                info.role = SocketRole.SERVER;
                info.name = SocketNames.withPorts(info);
            } else {
                info.role = SocketRole.CLIENT;
            }
        }
    }
}
