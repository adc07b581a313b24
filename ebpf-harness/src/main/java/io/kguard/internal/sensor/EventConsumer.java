// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import io.kguard.event.Event;
import io.kguard.event.FdEntry;

/**
 * Receives the events of one simulation, on the sensor's poll thread and in the order of the ring buffer. All
 * simulations share that thread: a consumer must neither block nor allocate per event.
 */
@FunctionalInterface
public interface EventConsumer {
    /**
     * Called before the first event of processes that {@link Observation#watchProcess} marks. Does nothing by default.
     *
     * @param scan threads and file descriptors at the time when marking was complete
     */
    default void begin(ProcScan scan) {}

    /**
     * Called before the next event with a descriptor that a process received in a message, as /proc shows it. Does
     * nothing by default.
     */
    default void received(FdEntry descriptor) {}

    /**
     * Called before an event with a folder as the kernel has it: one for each relative path of the event, and one to which it
     * leads. Does nothing by default.
     *
     * @param folder valid only during the call
     */
    default void folder(KernelFolder folder) {}

    /**
     * Called with each event. An exception ends the observation, and the next {@link Observation#barrier} reports it.
     *
     * @param event valid only during the call; {@link Event#stateOnly} if the container runtime caused it before it
     *     entered the container
     */
    void accept(Event event);
}
