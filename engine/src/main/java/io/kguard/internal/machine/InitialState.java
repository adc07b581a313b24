// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.FdType;
import io.kguard.event.L4Protocol;
import io.kguard.event.ProcessEntry;
import io.kguard.event.ProcessEntry.Part;
import io.kguard.event.StateEntry;
import io.kguard.event.StateEntry.ContainerNames;
import io.kguard.event.StateEntry.FdEntry;
import io.kguard.event.StateEntry.GroupEntry;
import io.kguard.event.StateEntry.InterfaceEntry;
import io.kguard.event.StateEntry.MachineEntry;
import io.kguard.event.StateEntry.UserEntry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Builds the initial state of the machine from the entries of a source. */
final class InitialState {
    private final Machine machine;
    private final List<StateEntry> later = new ArrayList<>();
    private final List<ThreadInfo> unlinked = new ArrayList<>();
    private final BitSet serverPorts = new BitSet();
    private boolean socketsLoaded;

    InitialState(Machine machine) {
        this.machine = machine;
    }

    void clear() {
        later.clear();
        unlinked.clear();
        serverPorts.clear();
        socketsLoaded = false;
    }

    void add(StateEntry entry) {
        if (entry instanceof ProcessEntry process) {
            process(process);
        } else if (entry instanceof FdEntry fd) {
            descriptor(fd);
        } else if (entry instanceof MachineEntry description) {
            machine.describe(description);
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
            } else if (entry instanceof ContainerNames names) {
                names.users().forEach(user -> machine.users.put(names.containerId(), user));
                names.groups().forEach(group -> machine.users.put(names.containerId(), group));
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

    private void process(ProcessEntry entry) {
        long tid = entry.number(Part.TID);
        if (machine.threads.get(tid) == null && machine.links().isFull()) {
            return;
        }
        ThreadInfo thread = new ThreadInfo(machine.threads, tid);
        thread.pid = entry.number(Part.PID);
        thread.ptid = entry.number(Part.PTID);
        thread.sid = entry.number(Part.SID);
        thread.vpgid = entry.number(Part.VPGID);
        thread.pgid = entry.number(Part.PGID);
        thread.vtid = entry.number(Part.VTID);
        thread.vpid = entry.number(Part.VPID);
        thread.comm = entry.text(Part.COMM);
        thread.exe = entry.text(Part.EXE);
        thread.exepath = ExecEvents.withoutDeleted(entry.text(Part.EXEPATH));
        thread.setArgs(entry.text(Part.ARGS));
        thread.flags |= entry.int32(Part.FLAGS) | ThreadFlags.ACTIVE;
        if (thread.isMainThread()) {
            thread.setEnv(entry.text(Part.ENV));
            String cwd = FilePath.normalize(machine.version(), "", entry.text(Part.CWD));
            thread.ownCwd = cwd.endsWith("/") ? cwd : cwd + "/";
        }
        thread.root = entry.text(Part.ROOT);
        thread.ownFdLimit = entry.number(Part.FD_LIMIT);
        thread.vmSize = entry.int32(Part.VM_SIZE);
        thread.vmRss = entry.int32(Part.VM_RSS);
        thread.vmSwap = entry.int32(Part.VM_SWAP);
        thread.majorFaults = entry.number(Part.MAJOR_FAULTS);
        thread.minorFaults = entry.number(Part.MINOR_FAULTS);
        thread.pidnsInitStart = entry.number(Part.PIDNS_INIT_START);
        thread.tty = entry.int32(Part.TTY);
        thread.capInheritable = entry.number(Part.CAP_INHERITABLE);
        thread.capPermitted = entry.number(Part.CAP_PERMITTED);
        thread.capEffective = entry.number(Part.CAP_EFFECTIVE);
        thread.exeWritable = entry.is(Part.EXE_WRITABLE);
        thread.exeUpperLayer = entry.is(Part.EXE_UPPER_LAYER);
        thread.exeLowerLayer = entry.is(Part.EXE_LOWER_LAYER);
        thread.exeFromMemfd = entry.is(Part.EXE_FROM_MEMFD);
        thread.exeInode = entry.number(Part.EXE_INODE);
        thread.exeChangeTime = entry.number(Part.EXE_CHANGE_TIME);
        thread.exeModificationTime = entry.number(Part.EXE_MODIFICATION_TIME);
        machine.containerIds().resolve(thread, entry.text(Part.CGROUPS));
        thread.uid = entry.int32(Part.UID);
        thread.gid = entry.int32(Part.GID);
        thread.loginUid = entry.int32(Part.LOGIN_UID);
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
        machine.keepFd(thread.ownFds, entry.fd(), info);
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
