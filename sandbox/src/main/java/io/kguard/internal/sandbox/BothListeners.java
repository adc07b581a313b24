// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox;

import io.kguard.event.StateEntry.UserEntry;
import java.util.List;

/** Two listeners, one after the other. */
record BothListeners(PodListener first, PodListener second) implements PodListener {
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
