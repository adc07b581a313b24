package io.kguard.sensor;

import io.kguard.event.StateEntry;
import java.util.List;

/**
 * Threads and file descriptors as /proc tells about them: the state before the first event.
 *
 * @param entries {@link io.kguard.event.ProcessEntry} of each thread, {@link io.kguard.event.FdEntry} of each descriptor
 */
public record ProcScan(List<StateEntry> entries) {
    public ProcScan {
        entries = List.copyOf(entries);
    }

    static ProcScan of(long pid) {
        return new ProcScan(List.of());
    }
}
