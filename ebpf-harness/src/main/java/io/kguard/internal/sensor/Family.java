// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import io.kguard.event.EventCodes;
import io.kguard.event.EventTable;
import io.kguard.event.FalcoVersion;
import io.kguard.event.Syscall;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A BPF program that writes the exit events of a family of system calls, by {@code syscall-numbers.tsv}. The order is that of
 * {@code enum family} in the BPF sources.
 */
enum Family {
    GENERIC(null, EventCodes.GENERIC_X),
    CLONE,
    EXEC,
    OPEN,
    PATHS,
    DESCRIPTORS,
    SOCKETS,
    DATA,
    MESSAGES,
    MMSG,
    IDENTITY,
    MEMORY,
    MISC,
    SIGNALS("signal_deliver", EventCodes.SIGNALDELIVER_E),
    SWITCHES("sched_switch", EventCodes.SWITCH_E),
    USER_FAULTS("page_fault_user", EventCodes.PAGE_FAULT_E),
    KERNEL_FAULTS("page_fault_kernel", EventCodes.PAGE_FAULT_E);

    private static final @Nullable Family[] BY_CODE = byCode();

    private final @Nullable String tracepoint;

    /** The code of its only event; 0 if the table says which calls it is for. */
    private final int code;

    Family() {
        this(null, 0);
    }

    Family(@Nullable String tracepoint, int code) {
        this.tracepoint = tracepoint;
        this.code = code;
    }

    /** The family that writes the events of a code, or null if none does. */
    static @Nullable Family of(int code) {
        return BY_CODE[code];
    }

    /** The name of its program. */
    String program() {
        return tracepoint != null ? tracepoint : "exit_" + name().toLowerCase(Locale.ROOT);
    }

    /** Whether its program is attached to its own tracepoint. Other programs are called at the end of system calls. */
    boolean isAttached() {
        return tracepoint != null;
    }

    /** Whether its program exists on an architecture. Page faults are recorded only on x86, as in Falco. */
    boolean exists(String architecture) {
        return this != USER_FAULTS && this != KERNEL_FAULTS || architecture.equals("x86_64");
    }

    /** Whether a selection contains one of its events. */
    boolean isIn(EventSelection selection) {
        return codes().anyMatch(selection::includes);
    }

    /** The codes of its events. */
    IntStream codes() {
        return code != 0
                ? IntStream.of(code)
                : IntStream.range(0, EventTable.SIZE).filter(any -> BY_CODE[any] == this);
    }

    private static @Nullable Family[] byCode() {
        @Nullable Family[] families = new @Nullable Family[EventTable.SIZE];
        for (Family family : values()) {
            families[family.code] = family;
        }
        families[0] = null;
        for (String[] call : CallTable.ROWS) {
            if (call.length > CallTable.FAMILY) {
                Family family = valueOf(call[CallTable.FAMILY].toUpperCase(Locale.ROOT));
                for (int code : Objects.requireNonNull(Syscall.named(call[0], FalcoVersion.CURRENT), call[0])
                        .eventCodes()) {
                    if (CallTable.isExitOfToday(code)) {
                        families[code] = family;
                    }
                }
            }
        }
        return families;
    }
}
