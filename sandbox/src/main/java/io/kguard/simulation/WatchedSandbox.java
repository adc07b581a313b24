// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.fabric8.kubernetes.api.model.Pod;
import io.kguard.event.StateEntry.UserEntry;
import io.kguard.internal.sandbox.ContainerMetadata;
import io.kguard.internal.sandbox.ContainerRuntime;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.PodSetup;
import io.kguard.internal.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.List;

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
        return sandbox.start(pod, setup, listener == PodListener.NONE ? listener : new Both(other, listener));
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

    private record Both(PodListener first, PodListener second) implements PodListener {
        @Override
        public void users(ContainerMetadata container, List<UserEntry> users) {
            first.users(container, users);
            second.users(container, users);
        }

        @Override
        public void beforeStart(ContainerMetadata container, long shimPid) {
            first.beforeStart(container, shimPid);
            second.beforeStart(container, shimPid);
        }

        @Override
        public void created(ContainerMetadata container, long pid) {
            first.created(container, pid);
            second.created(container, pid);
        }

        @Override
        public void started(ContainerMetadata container, long pid) {
            first.started(container, pid);
            second.started(container, pid);
        }

        @Override
        public void exited(ContainerMetadata container, int exitStatus) {
            first.exited(container, exitStatus);
            second.exited(container, exitStatus);
        }
    }
}
