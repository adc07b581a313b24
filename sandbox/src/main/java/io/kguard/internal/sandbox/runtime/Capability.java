// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The kernel's capabilities, by the names that OCI and Kubernetes use. */
final class Capability {
    /** In the order of their numbers. */
    private static final List<String> ALL =
            List.of(("CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE"
                            + " NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO"
                            + " SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME"
                            + " SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN"
                            + " SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE")
                    .split(" "));

    /** What container runtimes grant by default. */
    private static final List<String> DEFAULT = List.of(
            ("CHOWN DAC_OVERRIDE FSETID FOWNER MKNOD NET_RAW SETGID SETUID SETFCAP SETPCAP NET_BIND_SERVICE SYS_CHROOT"
                            + " KILL AUDIT_WRITE")
                    .split(" "));

    private static final Set<String> AVAILABLE = readAvailable();

    private Capability() {}

    /** Whether the kernel has a capability with this name (without prefix). */
    static boolean exists(String name) {
        return ALL.contains(name);
    }

    /** The capabilities that this JVM has and so can grant. On some machines root lacks some. */
    public static Set<String> available() {
        return AVAILABLE;
    }

    /** The default capabilities of containers, as far as they are available. */
    static Set<String> defaults() {
        Set<String> all = new LinkedHashSet<>(DEFAULT);
        all.retainAll(AVAILABLE);
        return all;
    }

    private static Set<String> readAvailable() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("CapPrm:")) {
                    long bits = Long.parseUnsignedLong(line.substring(7).strip(), 16);
                    Set<String> names = new LinkedHashSet<>();
                    for (int i = 0; i < ALL.size(); i++) {
                        if ((bits >> i & 1) != 0) {
                            names.add(ALL.get(i));
                        }
                    }
                    return Set.copyOf(names);
                }
            }
            return Set.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
