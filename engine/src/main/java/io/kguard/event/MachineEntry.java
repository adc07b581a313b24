package io.kguard.event;

/**
 * The machine on which events were recorded.
 *
 * @param cpus its number of processors
 * @param memoryBytes its memory
 * @param maxPid the highest process id it gives
 * @param hostname its name
 * @param bootTimestamp when it was started, in nanoseconds since the epoch
 * @param flags what the recorder noted about itself
 */
public record MachineEntry(int cpus, long memoryBytes, long maxPid, String hostname, long bootTimestamp, long flags)
        implements StateEntry {}
