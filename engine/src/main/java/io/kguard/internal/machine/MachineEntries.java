// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.FdEntry;
import io.kguard.event.FdType;
import io.kguard.event.IpAddress;
import io.kguard.event.MachineEntry;
import io.kguard.event.ProcessEntry;
import io.kguard.event.StateEntry;
import java.util.ArrayList;
import java.util.List;

/** What is known of a machine as entries of a capture's begin, for readers that know nothing else. */
final class MachineEntries {
    private static final int LONGEST = 0xffff;

    /** Falco's own flags, which a recorder does not write. */
    private static final int OWN_FLAGS = ThreadFlags.NAME_CHANGED | ThreadFlags.CLOSED | ThreadFlags.ACTIVE;

    private final List<StateEntry> entries = new ArrayList<>();

    private MachineEntries() {}

    static List<StateEntry> of(Machine machine) {
        MachineEntries all = new MachineEntries();
        MachineEntry description = machine.description();
        if (description != null) {
            all.entries.add(description);
        }
        all.entries.addAll(machine.interfaces.all());
        var users = machine.users.users.get("");
        if (users != null) {
            users.forEach(all.entries::add);
        }
        var groups = machine.users.groups.get("");
        if (groups != null) {
            groups.forEach(all.entries::add);
        }
        machine.threads.forEach(thread -> {
            if (!thread.isInvalid() && !thread.isDead()) {
                all.process(thread);
            }
        });
        return List.copyOf(all.entries);
    }

    private void process(ThreadInfo thread) {
        entries.add(ProcessEntry.builder(thread.tid, thread.pid)
                .ptid(thread.ptid)
                .sid(thread.sid)
                .vpgid(thread.vpgid)
                .pgid(thread.pgid)
                .comm(cut(thread.comm))
                .exe(cut(thread.exe))
                .exepath(cut(thread.exepath))
                .args(cut(thread.args))
                .cwd(cut(thread.cwd()))
                .fdLimit(thread.fdLimit())
                .flags(thread.flags & ~OWN_FLAGS)
                .uid(thread.uid)
                .gid(thread.gid)
                .vmSize(thread.vmSize)
                .vmRss(thread.vmRss)
                .vmSwap(thread.vmSwap)
                .majorFaults(thread.majorFaults)
                .minorFaults(thread.minorFaults)
                .env(cut(thread.ownEnv))
                .vtid(thread.vtid)
                .vpid(thread.vpid)
                .cgroups(cut(thread.cgroupText()))
                .root(cut(thread.root))
                .pidnsInitStart(thread.pidnsInitStart)
                .tty(thread.tty)
                .loginUid(thread.loginUid)
                .exeWritable(thread.exeWritable)
                .capInheritable(thread.capInheritable)
                .capPermitted(thread.capPermitted)
                .capEffective(thread.capEffective)
                .exeUpperLayer(thread.exeUpperLayer)
                .exeInode(thread.exeInode)
                .exeChangeTime(thread.exeChangeTime)
                .exeModificationTime(thread.exeModificationTime)
                .exeFromMemfd(thread.exeFromMemfd)
                .exeLowerLayer(thread.exeLowerLayer)
                .build());
        thread.ownFds.forEachEntry((number, fd) -> {
            if (number != FdTable.CANCELED) {
                descriptor(thread.tid, number, fd);
            }
        });
    }

    private void descriptor(long tid, long number, FdInfo fd) {
        switch (fd.type) {
            case UNKNOWN -> {}
            case IPV4_SOCK, IPV6_SOCK -> {
                // a recorder tells the machine's own end first, and the role says which end that is
                boolean server = fd.role == SocketRole.SERVER;
                IpAddress source = address(fd, fd.sourceHigh(), fd.sourceLow());
                IpAddress destination = address(fd, fd.destinationHigh(), fd.destinationLow());
                entries.add(FdEntry.socket(
                        tid,
                        number,
                        fd.inode,
                        server ? destination : source,
                        server ? fd.destinationPort() : fd.sourcePort(),
                        server ? source : destination,
                        server ? fd.sourcePort() : fd.destinationPort(),
                        fd.protocol()));
            }
            case IPV4_SERVER_SOCK, IPV6_SERVER_SOCK ->
                entries.add(FdEntry.serverSocket(
                        tid,
                        number,
                        fd.inode,
                        address(fd, fd.destinationHigh(), fd.destinationLow()),
                        fd.destinationPort(),
                        fd.protocol()));
            case UNIX_SOCK ->
                entries.add(
                        FdEntry.unixSocket(tid, number, fd.inode, fd.sourceHigh(), fd.destinationHigh(), cut(fd.name)));
            case FILE_V2 -> entries.add(FdEntry.file(tid, number, fd.inode, cut(fd.name), fd.openFlags, fd.device));
            default -> entries.add(FdEntry.named(tid, number, fd.inode, fd.type, cut(fd.name)));
        }
    }

    private static IpAddress address(FdInfo fd, long high, long low) {
        return fd.type == FdType.IPV6_SOCK || fd.type == FdType.IPV6_SERVER_SOCK
                ? IpAddress.ipv6(high, low)
                : IpAddress.ipv4((int) low);
    }

    /** What fits into an entry of a capture. */
    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
