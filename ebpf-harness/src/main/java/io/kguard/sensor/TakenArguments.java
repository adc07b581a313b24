// SPDX-License-Identifier: Apache-2.0
package io.kguard.sensor;

import io.kguard.event.Syscall;
import java.util.Map;

/**
 * The arguments in memory that the BPF programs also read at the start of a call: one or two paths, or an address. For
 * openat2, a path and its open_how.
 */
final class TakenArguments {
    private static final int BITS = 3;
    private static final int HOW = 0x40;
    private static final int ADDRESS = 0x80;

    private static final Map<String, Integer> PATHS = Map.ofEntries(
            Map.entry("open", path(0)),
            Map.entry("creat", path(0)),
            Map.entry("openat", path(1)),
            Map.entry("openat2", paths(1, 2) | HOW),
            Map.entry("execve", path(0)),
            Map.entry("unlink", path(0)),
            Map.entry("unlinkat", path(1)),
            Map.entry("rmdir", path(0)),
            Map.entry("mkdir", path(0)),
            Map.entry("mkdirat", path(1)),
            Map.entry("mknod", path(0)),
            Map.entry("mknodat", path(1)),
            Map.entry("chmod", path(0)),
            Map.entry("fchmodat", path(1)),
            Map.entry("chown", path(0)),
            Map.entry("lchown", path(0)),
            Map.entry("fchownat", path(1)),
            Map.entry("chdir", path(0)),
            Map.entry("chroot", path(0)),
            Map.entry("umount2", path(0)),
            Map.entry("rename", paths(0, 1)),
            Map.entry("renameat", paths(1, 3)),
            Map.entry("renameat2", paths(1, 3)),
            Map.entry("link", paths(0, 1)),
            Map.entry("linkat", paths(1, 3)),
            Map.entry("symlink", paths(0, 1)),
            Map.entry("symlinkat", paths(0, 2)),
            Map.entry("mount", paths(0, 1)),
            Map.entry("connect", path(1) | ADDRESS),
            Map.entry("bind", path(1) | ADDRESS));

    private TakenArguments() {}

    /** Which arguments of a call are read, as a code for the BPF programs; 0 if none are. */
    static byte of(Syscall syscall) {
        return PATHS.getOrDefault(syscall.name(), 0).byteValue();
    }

    private static int path(int argument) {
        return argument + 1;
    }

    private static int paths(int first, int second) {
        return first + 1 | second + 1 << BITS;
    }
}
