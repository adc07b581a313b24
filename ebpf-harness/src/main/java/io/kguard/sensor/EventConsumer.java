// SPDX-License-Identifier: Apache-2.0
package io.kguard.sensor;

import io.kguard.event.Event;
import org.apiguardian.api.API;

/**
 * Takes the events of one simulation, on the sensor's poll thread and in the order of the ring buffer. All simulations
 * share that thread: a consumer must neither block nor allocate per event.
 */
@API(status = API.Status.INTERNAL)
@FunctionalInterface
public interface EventConsumer {
    /**
     * Takes what {@link Observation#watchProcess} found in /proc, before the first event of those processes. Does
     * nothing unless it is overridden.
     *
     * @param scan threads and file descriptors as they were when marking was complete
     */
    default void begin(ProcScan scan) {}

    /**
     * Takes an event. What it throws ends the observation: the next {@link Observation#barrier} reports it.
     *
     * @param event valid during the call only; for state only if it is one of the container runtime's own, before container
     *     entry
     */
    void accept(Event event);
}
