// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import org.apiguardian.api.API;

/**
 * Runs pods. Safe for use by several threads; pods start side by side.
 *
 * <p>Whatever a sandbox started it removes: processes, cgroups, mounts, network namespaces and files. A signal that
 * ends the JVM makes it do so at once. If the JVM is killed, its containers die with it, and the next sandbox that opens on
 * this machine removes what they left.
 */
@API(status = API.Status.INTERNAL)
public sealed interface Sandbox extends AutoCloseable permits RuntimeSandbox {

    /**
     * Opens a sandbox and removes what dead JVMs left behind.
     *
     * @throws SandboxException if the machine can't run containers; the message says what is missing
     */
    static Sandbox open(SandboxOptions options) {
        RuntimeSandbox<?> sandbox = switch (options.runtime()) {
            case RUNC -> RuncSandbox.open(options);
            case DOCKER -> DockerSandbox.open(options);
        };
        sandbox.closeWithTheJvm();
        return sandbox;
    }

    /** The runtime that runs the containers. */
    ContainerRuntime runtime();

    /** Starts a pod with the setup of {@link SandboxOptions#setup()}. */
    default PodSandbox start(Pod pod, PodListener listener) {
        return start(pod, setup(), listener);
    }

    /**
     * Starts a pod: runs its init containers to their ends, one by one, then starts its containers, and returns when
     * all of them run (or have run: a short command may be over by then).
     *
     * @param pod a manifest; missing uid, namespace and the like are filled in as an API server does
     * @param setup what the pod finds around it
     * @param listener hears of each container before its first process runs
     * @throws SandboxException if a container did not start; nothing is left of the pod then
     */
    PodSandbox start(Pod pod, PodSetup setup, PodListener listener);

    /** The setup for pods that are started without one of their own. */
    PodSetup setup();

    /**
     * A new folder for what a simulation needs besides its pods. It goes with the sandbox at the latest, or, after a kill,
     * when the next one is opened.
     *
     * @throws SandboxException if it can't be made
     */
    Path newFolder();

    /** Stops and removes all pods. Idempotent. */
    @Override
    void close();
}
