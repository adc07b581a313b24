// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox;

import io.kguard.internal.sandbox.SandboxException.Reason;
import java.util.HashMap;
import java.util.Map;

/**
 * What the pods of a simulation may have together, while they run. A limit of each container does not bound a
 * simulation that starts many. Thread-safe.
 */
public final class Budget {
    static final long MAX_MEMORY = 8L << 30;
    static final long MAX_PROCESSES = 8192;

    private record Share(long memory, long processes) {}

    private final Map<String, Share> taken = new HashMap<>();

    /**
     * Takes the share of a pod, until {@link #giveBack}.
     *
     * @param id what tells the pod from all others
     * @param name its name in the manifest
     * @throws SandboxException if it is more than what is left
     */
    public synchronized void take(String id, String name, long memory, long processes) {
        long allMemory =
                memory + taken.values().stream().mapToLong(Share::memory).sum();
        long allProcesses =
                processes + taken.values().stream().mapToLong(Share::processes).sum();
        if (allMemory > MAX_MEMORY) {
            throw refusal(
                    name,
                    "would bring the memory limits of the simulation's " + (taken.size() + 1) + " pods to "
                            + (allMemory >> 20) + " MiB; all pods of a simulation may have " + (MAX_MEMORY >> 20)
                            + " MiB together. Start fewer, or lower resources.limits.memory");
        }
        if (allProcesses > MAX_PROCESSES) {
            throw refusal(
                    name,
                    "would bring the processes that the simulation's " + (taken.size() + 1)
                            + " pods may have to " + allProcesses + "; all pods of a simulation may have "
                            + MAX_PROCESSES
                            + " together. Start fewer containers");
        }
        taken.put(id, new Share(memory, processes));
    }

    /** Gives back the share of a pod, if it has one. */
    public synchronized void giveBack(String id) {
        taken.remove(id);
    }

    private static SandboxException refusal(String pod, String why) {
        return new SandboxException(Reason.BAD_REQUEST, "the pod " + pod + " " + why);
    }
}
