package io.kguard.sensor;

/**
 * Threads and file descriptors as /proc tells about them: the state before the first event.
 */
public final class ProcScan {
    ProcScan() {}
}
