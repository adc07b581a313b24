// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import java.util.HashMap;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * What the pods of a simulation may have together, while they run. A limit of each container does not bound a
 * simulation that starts many. Thread-safe.
 */
@API(status = API.Status.INTERNAL)
public final class Budget {
    static final long MAX_MEMORY = 8L << 30;
    static final long MAX_PROCESSES = 8192;

    private record Share(long memory, long processes) {}

    private final Map<String, Share> taken = new HashMap<>();

    /**
     * Takes the share of a pod, until {@link #giveBack}.
     *
     * @throws SandboxException if it is more than what is left
     */
    synchronized void take(PodPlan pod, long memory, long processes) {
        long allMemory =
                memory + taken.values().stream().mapToLong(Share::memory).sum();
        long allProcesses =
                processes + taken.values().stream().mapToLong(Share::processes).sum();
        if (allMemory > MAX_MEMORY) {
            throw pod.bad("would bring the memory limits of the simulation's " + (taken.size() + 1) + " pods to "
                    + (allMemory >> 20) + " MiB; all pods of a simulation may have " + (MAX_MEMORY >> 20)
                    + " MiB together. Start fewer, or lower resources.limits.memory");
        }
        if (allProcesses > MAX_PROCESSES) {
            throw pod.bad("would bring the processes that the simulation's " + (taken.size() + 1)
                    + " pods may have to " + allProcesses + "; all pods of a simulation may have " + MAX_PROCESSES
                    + " together. Start fewer containers");
        }
        taken.put(pod.id(), new Share(memory, processes));
    }

    /** Gives back the share of a pod, if it has one. */
    synchronized void giveBack(PodPlan pod) {
        taken.remove(pod.id());
    }
}
