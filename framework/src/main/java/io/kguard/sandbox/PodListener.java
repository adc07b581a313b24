// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import org.apiguardian.api.API;

/** Hears of a pod's containers. Called by the thread that starts the pod, or, when a container ends, by another. */
@API(status = API.Status.INTERNAL)
public interface PodListener {

    /** Hears nothing. */
    PodListener NONE = (container, shimPid) -> {};

    /** In place of a shim's number: Docker starts its shim with the container. */
    long UNKNOWN_SHIM = 0;

    /**
     * A container is about to be created. Its shim runs, but no process of the container and none of runc's does: what
     * must be known before the container's first instruction can be told the sensor here. The container is created when
     * this returns; if it throws, the pod does not start.
     *
     * @param shimPid the process whose descendants are runc's processes and, as runc's children are handed to it when
     *     runc exits, the container's; {@link #UNKNOWN_SHIM} if Docker runs the container
     */
    void beforeStart(ContainerMetadata container, long shimPid);

    /**
     * A container's first process runs.
     *
     * @param pid its process id, as the JVM's process namespace counts
     */
    default void started(ContainerMetadata container, long pid) {}

    /**
     * A container's first process is over.
     *
     * @param exitStatus its exit status, or 128 + the signal that killed it
     */
    default void exited(ContainerMetadata container, int exitStatus) {}
}
