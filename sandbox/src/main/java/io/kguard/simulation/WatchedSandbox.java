// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.fabric8.kubernetes.api.model.Pod;
import io.kguard.internal.sandbox.ContainerRuntime;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.PodSetup;
import io.kguard.internal.sandbox.Sandbox;
import java.nio.file.Path;

/**
 * A sandbox whose pods somebody else learns of, too, before the simulation does.
 *
 * @param sandbox the sandbox, which stays open
 * @param other who learns of its pods
 */
record WatchedSandbox(Sandbox sandbox, PodListener other) implements Sandbox {
    @Override
    public ContainerRuntime runtime() {
        return sandbox.runtime();
    }

    @Override
    public PodSandbox start(Pod pod, PodSetup setup, PodListener listener) {
        // where kubectl runs is no pod of the scenario
        return sandbox.start(pod, setup, listener == PodListener.NONE ? listener : other.then(listener));
    }

    @Override
    public PodSetup setup() {
        return sandbox.setup();
    }

    @Override
    public Path newFolder() {
        return sandbox.newFolder();
    }

    /** Whoever opened the sandbox closes it. */
    @Override
    public void close() {}
}
