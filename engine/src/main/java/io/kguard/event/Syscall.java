// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A system call with Falco's own number, which is the same on every architecture.
 *
 * @param code Falco's code ({@code ppm_sc}), as the {@code ID} parameter of generic events carries it
 * @param name the kernel's name
 * @param eventCodes the event types it produces; 0 and 1 if it has no own type
 * @param since the oldest Falco that knows it
 */
@API(status = API.Status.INTERNAL)
public record Syscall(int code, String name, List<Integer> eventCodes, FalcoVersion since) {
    private static final List<Syscall> ALL = TableResources.syscalls();
    private static final Map<String, Syscall> BY_NAME = TableResources.byName(ALL);
    private static final @Nullable Syscall[] BY_CODE = TableResources.byCode(ALL);

    public Syscall {
        eventCodes = List.copyOf(eventCodes);
    }

    /** All system calls, by ascending code. */
    public static List<Syscall> all() {
        return ALL;
    }

    /** The system call with a name, or null if a Falco knows none. */
    public static @Nullable Syscall named(String name, FalcoVersion version) {
        Syscall syscall = BY_NAME.get(name);
        return syscall != null && version.atLeast(syscall.since) ? syscall : null;
    }

    /** The system call with a code, or null if absent. */
    public static @Nullable Syscall of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
