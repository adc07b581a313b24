// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

/** Converts flags of an open file from the kernel's values to Falco's, like {@code open_flags} in the BPF sources. */
final class OpenFlags {
    private static final boolean ARM = NativeLibraries.architecture().equals("aarch64");
    private static final int DIRECT = ARM ? 0x10000 : 0x4000;
    private static final int LARGEFILE = ARM ? 0x20000 : 0x8000;
    private static final int DIRECTORY = ARM ? 0x4000 : 0x10000;
    private static final int TMPFILE = 0x400000 | DIRECTORY;
    private static final int SYNC = 0x101000;

    private OpenFlags() {}

    static int of(int flags) {
        int access = switch (flags & 3) {
            case 1 -> 2;
            case 2 -> 3;
            default -> 1;
        };
        return access
                | bit(flags, 0x40, 0x4)
                | bit(flags, TMPFILE, 0x2000)
                | bit(flags, 0x400, 0x8)
                | bit(flags, 0x1000, 0x10)
                | bit(flags, 0x80, 0x20)
                | bit(flags, 0x800, 0x40)
                | bit(flags, SYNC, 0x80)
                | bit(flags, 0x200, 0x100)
                | bit(flags, DIRECT, 0x200)
                | bit(flags, DIRECTORY, 0x400)
                | bit(flags, LARGEFILE, 0x800)
                | bit(flags, 0x80000, 0x1000);
    }

    private static int bit(int flags, int from, int to) {
        return (flags & from) != 0 ? to : 0;
    }
}
