// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kguard.event.EventCodes;
import io.kguard.event.EventWriter;
import io.kguard.event.FalcoVersion;
import io.kguard.event.FdType;
import io.kguard.event.IpAddress;
import io.kguard.event.L4Protocol;
import io.kguard.event.ProcessEntry;
import io.kguard.event.ProcessEntry.Part;
import io.kguard.event.StateEntry;
import io.kguard.event.StateEntry.FdEntry;
import io.kguard.event.StateEntry.GroupEntry;
import io.kguard.event.StateEntry.InterfaceEntry;
import io.kguard.event.StateEntry.MachineEntry;
import io.kguard.event.StateEntry.UserEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** A small capture with an entry of every kind and events of several kinds. */
final class Sample {
    static final IpAddress V6 = IpAddress.ipv6(0x20010db8L << 32, 7);
    static final List<StateEntry> ENTRIES = List.of(
            new MachineEntry(4, 1L << 33, 32768, "lab", 1_600_000_000_000_000_000L, 0),
            new InterfaceEntry(
                    "eth0", IpAddress.ipv4(0x0a000005), IpAddress.ipv4(0xffffff00), IpAddress.ipv4(0x0a0000ff), 0),
            new InterfaceEntry("eth0", V6, IpAddress.ipv6(-1, 0), IpAddress.ipv6(0, 0), 1000),
            new UserEntry(1000, 1000, "bob", "/home/bob", "/bin/sh"),
            new GroupEntry(1000, "bobs"),
            ProcessEntry.builder(1, 1)
                    .set(Part.PTID, 0)
                    .set(Part.COMM, "init")
                    .set(Part.VTID, 1)
                    .set(Part.VPID, 1)
                    .set(Part.CWD, "/")
                    .build(),
            ProcessEntry.builder(60, 60)
                    .set(Part.PTID, 1)
                    .set(Part.SID, 60)
                    .set(Part.VPGID, 60)
                    .set(Part.PGID, 60)
                    .set(Part.COMM, "bash")
                    .set(Part.EXE, "-bash")
                    .set(Part.EXEPATH, "/bin/bash")
                    .set(Part.ARGS, "-l\0-c\0")
                    .set(Part.CWD, "/home/bob")
                    .set(Part.ENV, "A=1\0B=2\0")
                    .set(Part.UID, 1000)
                    .set(Part.GID, 1000)
                    .set(Part.TTY, 34816)
                    .set(Part.VTID, 60)
                    .set(Part.VPID, 60)
                    .set(Part.CGROUPS, "memory=/docker/" + "ab".repeat(32) + "\0")
                    .set(Part.ROOT, "/")
                    .set(Part.CAP_EFFECTIVE, 7)
                    .set(Part.EXE_INODE, 5)
                    .set(Part.EXE_UPPER_LAYER, true)
                    .build(),
            FdEntry.file(60, 0, 3, "/dev/pts/0", 3, 0x8800),
            FdEntry.named(60, 1, 4, FdType.FIFO, ""),
            FdEntry.unixSocket(60, 2, 5, 0x11, 0x22, "/run/x.sock"),
            FdEntry.socket(60, 3, 6, IpAddress.ipv4(0x0a000005), 4000, IpAddress.ipv4(0x01020304), 443, L4Protocol.TCP),
            FdEntry.serverSocket(60, 4, 7, V6, 22, L4Protocol.TCP));

    private Sample() {}

    /** The capture, uncompressed, with a number of reads after a few other events. */
    static byte[] capture(int reads) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ScapWriter writer = ScapWriter.to(bytes)) {
            write(writer, reads);
        }
        return bytes.toByteArray();
    }

    static void write(ScapWriter writer, int reads) throws IOException {
        ENTRIES.forEach(writer::entry);
        EventWriter event = new EventWriter(FalcoVersion.V0_40);
        event.begin(EventCodes.CONTAINER_E, 1, -1)
                .text("{\"container\":{\"id\":\"" + "ab".repeat(6) + "\",\"name\":\"web\",\"type\":0}}");
        writer.write(event.end(), 0, false);
        event.begin(EventCodes.OPENAT_E, 10, 60)
                .number(-100)
                .text("f")
                .number(1)
                .number(0);
        writer.write(event.end(), 1, false);
        event.begin(EventCodes.OPENAT_X, 20, 60)
                .number(5)
                .number(-100)
                .text("f")
                .number(1)
                .number(0)
                .number(0x801)
                .number(77);
        writer.write(event.end(), 1, true);
        for (int i = 0; i < reads; i++) {
            event.begin(EventCodes.READ_X, 30 + i, 60)
                    .number(4)
                    .bytes("data".getBytes(US_ASCII))
                    .number(5)
                    .number(4);
            writer.write(event.end(), 1, false);
        }
    }
}
