// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import org.apiguardian.api.API;

/**
 * The machine on which events were recorded.
 *
 * @param cpus its number of processors
 * @param memoryBytes its memory
 * @param maxPid the highest process id it assigns
 * @param hostname its name
 * @param bootTimestamp when it booted, in nanoseconds since the epoch
 * @param flags the recorder's notes about itself
 */
@API(status = API.Status.INTERNAL)
public record MachineEntry(int cpus, long memoryBytes, long maxPid, String hostname, long bootTimestamp, long flags)
        implements StateEntry {}
