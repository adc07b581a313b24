// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox;

import io.kguard.event.StateEntry.UserEntry;
import java.util.List;

/**
 * Is notified about a pod's containers, on the thread that starts the pod, or on another thread when a container ends.
 */
public interface PodListener {

    /** Ignores all notifications. */
    PodListener NONE = (container, shimPid) -> {};

    /** The pid of an unknown shim: Docker starts its shim together with the container. */
    long UNKNOWN_SHIM = 0;

    /**
     * Called before {@link #beforeStart} with the users that the container's image defines.
     *
     * @param users by uid, in the container
     */
    default void users(ContainerMetadata container, List<UserEntry> users) {}

    /**
     * Called before a container is created. Its shim runs, but no process of the container or of runc does, so this is
     * the moment to prepare the sensor for the container's first instruction. The container is created when this
     * returns. If it throws, the pod does not start.
     *
     * @param shimPid the process whose descendants are runc's processes and the container's (the kernel reparents
     *     runc's children to it when runc exits); {@link #UNKNOWN_SHIM} if Docker runs the container
     */
    void beforeStart(ContainerMetadata container, long shimPid);

    /**
     * Called when a container's first process is there and has not executed its program yet. Docker does not tell.
     *
     * @param pid its process id in the JVM's pid namespace
     */
    default void created(ContainerMetadata container, long pid) {}

    /**
     * Called when a container's first process runs.
     *
     * @param pid its process id in the JVM's pid namespace
     */
    default void started(ContainerMetadata container, long pid) {}

    /**
     * Called when a container's first process has ended.
     *
     * @param exitStatus its exit status, or 128 + the signal that killed it
     */
    default void exited(ContainerMetadata container, int exitStatus) {}

    /** A listener that tells this one, and then another. */
    default PodListener then(PodListener next) {
        return new BothListeners(this, next);
    }
}
