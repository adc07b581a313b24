// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The cgroups of a process as {@code subsystem=path} strings: read from /proc, in the form that events have. */
final class ProcCgroups {
    private static final Path PURE_UNIFIED = Path.of("/sys/fs/cgroup/cgroup.controllers");

    /** The controllers in the order in which the BPF programs write them. */
    private static final List<String> CONTROLLERS = List.of("cpuset", "cpu", "cpuacct", "io", "memory");

    private ProcCgroups() {}

    static String format(String file) {
        return format(file, Files.exists(PURE_UNIFIED));
    }

    static String format(String file, boolean pureUnified) {
        StringBuilder entries = new StringBuilder();
        for (String line : file.lines().toList()) {
            String[] parts = line.split(":", 3); // number, controllers, path
            if (parts.length < 3) {
                continue;
            }
            List<String> names = List.of(parts[1].split(","));
            if (parts[1].isEmpty()) {
                names = pureUnified ? CONTROLLERS : parts[2].equals("/") ? List.of() : List.of("unified");
            }
            for (String name : names) {
                entries.append(name).append('=').append(parts[2]).append('\0');
            }
        }
        return entries.toString();
    }
}
