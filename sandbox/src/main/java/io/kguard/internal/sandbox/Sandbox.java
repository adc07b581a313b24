// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox;

import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;

/**
 * Runs pods. Thread-safe; pods start in parallel.
 *
 * <p>A sandbox removes everything it started: processes, cgroups, mounts, network namespaces and files. If a signal
 * ends the JVM, it does so at once. If the JVM is killed, its containers die with it, and the next sandbox that opens
 * on this machine removes what is left.
 */
public interface Sandbox extends AutoCloseable {
    /** The runtime that runs the containers. */
    ContainerRuntime runtime();

    /** Starts a pod with the setup of {@link SandboxOptions#setup()}. */
    default PodSandbox start(Pod pod, PodListener listener) {
        return start(pod, setup(), listener);
    }

    /**
     * Starts a pod. Runs its init containers to their ends, one by one, then starts its containers, and returns when
     * all of them run or have run (a short command may be over by then).
     *
     * @param pod a manifest; the API server's defaults, such as uid and namespace, are filled in
     * @param setup the environment of the pod
     * @param listener is notified of each container before its first process runs
     * @throws SandboxException if a container did not start; nothing of the pod is left then
     */
    PodSandbox start(Pod pod, PodSetup setup, PodListener listener);

    /** The setup of pods that are started without one. */
    PodSetup setup();

    /**
     * Creates a folder for other files of a simulation. It is removed with the sandbox at the latest, or, after a kill,
     * when the next sandbox opens.
     *
     * @throws SandboxException if it can't be created
     */
    Path newFolder();

    /** Stops and removes all pods. Idempotent. */
    @Override
    void close();
}
