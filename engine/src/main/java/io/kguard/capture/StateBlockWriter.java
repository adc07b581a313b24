// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.event.ProcessEntry;
import io.kguard.event.ProcessEntry.Part;
import io.kguard.event.StateEntry;
import io.kguard.event.StateEntry.FdEntry;
import io.kguard.event.StateEntry.GroupEntry;
import io.kguard.event.StateEntry.InterfaceEntry;
import io.kguard.event.StateEntry.MachineEntry;
import io.kguard.event.StateEntry.UserEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the blocks of the initial state in Falco's order. */
final class StateBlockWriter {
    private static final int SECTION_MAGIC = 0x1A2B3C4D;
    private static final int MACHINE = 0x201;
    private static final int PROCESSES_V9 = 0x215;
    private static final int FDS_V2 = 0x218;
    private static final int INTERFACES_V2 = 0x219;
    private static final int USERS_V2 = 0x220;
    private static final int HOSTNAME_SIZE = 128;

    /** A process may have some 300 KB, and a reader has a bound for blocks. */
    private static final int PROCESSES_OF_A_BLOCK = 100;

    private final BlockBuffer block = new BlockBuffer();
    private final OutputStream out;

    StateBlockWriter(OutputStream out) {
        this.out = out;
    }

    void write(List<StateEntry> entries) throws IOException {
        block.begin(BlockType.SECTION_CODE)
                .i32(SECTION_MAGIC)
                .u16(1)
                .u16(2)
                .i64(-1)
                .end(out);
        for (MachineEntry machine : of(entries, MachineEntry.class)) {
            write(machine);
        }
        List<InterfaceEntry> interfaces = of(entries, InterfaceEntry.class);
        if (!interfaces.isEmpty()) {
            block.begin(INTERFACES_V2);
            interfaces.forEach(this::add);
            block.end(out);
        }
        List<UserEntry> users = of(entries, UserEntry.class);
        List<GroupEntry> groups = of(entries, GroupEntry.class);
        if (!users.isEmpty() || !groups.isEmpty()) {
            block.begin(USERS_V2);
            users.forEach(this::add);
            groups.forEach(this::add);
            block.end(out);
        }
        List<ProcessEntry> processes = of(entries, ProcessEntry.class);
        for (int from = 0; from < processes.size(); from += PROCESSES_OF_A_BLOCK) {
            block.begin(PROCESSES_V9);
            processes
                    .subList(from, Math.min(processes.size(), from + PROCESSES_OF_A_BLOCK))
                    .forEach(this::add);
            block.end(out);
        }
        writeFds(of(entries, FdEntry.class));
    }

    private static <T> List<T> of(List<StateEntry> entries, Class<T> type) {
        return entries.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private void write(MachineEntry machine) throws IOException {
        String name = machine.hostname();
        String hostname = name.length() < HOSTNAME_SIZE ? name : name.substring(0, HOSTNAME_SIZE - 1);
        block.begin(MACHINE).i32(machine.cpus()).i64(machine.memoryBytes()).i64(machine.maxPid());
        block.raw(hostname).raw("\0".repeat(HOSTNAME_SIZE - hostname.length()));
        block.i64(machine.bootTimestamp()).i64(machine.flags()).i64(0).i64(0).end(out);
    }

    private void add(InterfaceEntry entry) {
        int at = block.beginEntry();
        block.u16(entry.isIpv6() ? 2 : 1).u16(entry.name().length());
        block.address(entry.address()).address(entry.netmask()).address(entry.broadcast());
        block.i64(entry.linkSpeed()).raw(entry.name());
        block.endEntryWithoutItself(at);
    }

    private void add(UserEntry user) {
        int at = block.beginEntry();
        block.u8(0).i32(user.uid()).i32(user.gid());
        block.text(user.name()).text(user.home()).text(user.shell());
        block.endEntry(at);
    }

    private void add(GroupEntry group) {
        int at = block.beginEntry();
        block.u8(1).i32(group.gid()).text(group.name());
        block.endEntry(at);
    }

    private void add(ProcessEntry entry) {
        int at = block.beginEntry();
        for (Part part : Part.values()) {
            switch (part.size()) {
                case 0 -> block.text(entry.text(part));
                case 1 -> block.bool(entry.is(part));
                case 4 -> block.i32(entry.int32(part));
                default -> block.i64(entry.number(part));
            }
        }
        block.endEntry(at);
    }

    private void writeFds(List<FdEntry> entries) throws IOException {
        Map<Long, List<FdEntry>> byProcess = new LinkedHashMap<>();
        for (FdEntry entry : entries) {
            byProcess.computeIfAbsent(entry.tid(), tid -> new ArrayList<>()).add(entry);
        }
        for (Map.Entry<Long, List<FdEntry>> process : byProcess.entrySet()) {
            block.begin(FDS_V2).i64(process.getKey());
            process.getValue().forEach(this::add);
            block.end(out);
        }
    }

    private void add(FdEntry entry) {
        int at = block.beginEntry();
        block.i64(entry.fd()).i64(entry.inode()).u8(entry.type().code());
        switch (entry.type()) {
            case UNKNOWN -> {}
            case IPV4_SOCK, IPV6_SOCK -> {
                block.address(entry.source()).address(entry.destination());
                block.u16(entry.sourcePort()).u16(entry.destinationPort());
                block.u8(entry.protocol().code());
            }
            case IPV4_SERVER_SOCK, IPV6_SERVER_SOCK -> {
                block.address(entry.source()).u16(entry.sourcePort());
                block.u8(entry.protocol().code());
            }
            case UNIX_SOCK ->
                block.i64(entry.unixSource()).i64(entry.unixDestination()).text(entry.name());
            case FILE_V2 -> block.i32(entry.openFlags()).text(entry.name()).i32(entry.device());
            default -> block.text(entry.name());
        }
        block.endEntry(at);
    }
}
