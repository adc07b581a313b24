// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.event.IpAddress;
import io.kguard.event.StateEntry.GroupEntry;
import io.kguard.event.StateEntry.InterfaceEntry;
import io.kguard.event.StateEntry.MachineEntry;
import io.kguard.event.StateEntry.UserEntry;
import io.kguard.event.StateSink;

/** Reads the blocks of the initial state. */
final class StateBlocks {
    private static final int SECTION_MAGIC = 0x1A2B3C4D;
    private static final int INTERFACES_V2 = 0x219;
    private static final int USERS_V2 = 0x220;

    private final BlockCursor in;
    private final StateSink state;

    StateBlocks(BlockCursor in, StateSink state) {
        this.in = in;
        this.state = state;
    }

    /** Reads the body at the cursor. */
    void read(BlockType type, int code) throws CaptureException {
        switch (type) {
            case SECTION -> section();
            case MACHINE -> machine();
            case INTERFACES -> interfaces(code == INTERFACES_V2);
            case USERS -> users(code == USERS_V2);
            case PROCESSES -> new ProcessList(in, state).read(code);
            case FDS -> new FdEntryReader(in, state).read(code);
            default -> throw new IllegalArgumentException(type + " is not about the machine");
        }
    }

    private void section() throws CaptureException {
        int magic = in.i32();
        if (magic == Integer.reverseBytes(SECTION_MAGIC)) {
            throw in.error("the capture was written on a big-endian machine; that is not supported");
        }
        if (magic != SECTION_MAGIC) {
            throw in.error("invalid magic number");
        }
        int major = in.u16();
        if (major > 1) {
            throw in.error("the capture has version " + major + " of the format; 1 is the newest that is known");
        }
    }

    private void machine() throws CaptureException {
        int cpus = in.i32();
        long memory = in.i64();
        long maxPid = in.i64();
        String hostname = in.paddedText(128);
        long boot = in.i64();
        state.entry(new MachineEntry(cpus, memory, maxPid, hostname, boot, in.i64()));
    }

    private void interfaces(boolean withLength) throws CaptureException {
        while (in.remaining() >= 4) {
            int end = withLength ? in.i32() + in.position() : 0;
            int type = in.u16();
            int nameLength = in.u16();
            if (type < 1 || type > 4) {
                throw in.error("an interface of type " + type + "; 1 to 4 are known");
            }
            boolean ipv6 = type == 2 || type == 4;
            IpAddress address = address(ipv6);
            IpAddress netmask = address(ipv6);
            IpAddress broadcast = address(ipv6);
            long speed = type <= 2 ? in.i64() : 0;
            state.entry(new InterfaceEntry(in.text(nameLength), address, netmask, broadcast, speed));
            if (withLength) {
                in.moveTo(end);
            }
        }
    }

    private IpAddress address(boolean ipv6) throws CaptureException {
        return ipv6 ? in.ipv6() : in.ipv4();
    }

    private void users(boolean withLength) throws CaptureException {
        while (in.remaining() >= 4) {
            int start = in.position();
            int end = withLength ? start + in.i32() : 0;
            if (in.u8() == 0) {
                int uid = in.i32();
                int gid = in.i32();
                String name = in.text();
                String home = in.text();
                state.entry(new UserEntry(uid, gid, name, home, in.text()));
            } else {
                int gid = in.i32();
                state.entry(new GroupEntry(gid, in.text()));
            }
            if (withLength) {
                in.moveTo(end);
            }
        }
    }
}
