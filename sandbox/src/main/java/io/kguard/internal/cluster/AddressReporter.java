// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.event.StateEntry.UserEntry;
import io.kguard.internal.sandbox.ContainerMetadata;
import io.kguard.internal.sandbox.PodListener;
import java.util.List;

/** Tells the collector a pod's address before the pod's first process runs, and passes everything on. */
record AddressReporter(PodListener next, MetadataCollector collector) implements PodListener {
    @Override
    public void users(ContainerMetadata container, List<UserEntry> users) {
        next.users(container, users);
    }

    @Override
    public void beforeStart(ContainerMetadata container, long shimPid) {
        collector.address(container.podNamespace(), container.podName(), container.podUid(), container.ip());
        next.beforeStart(container, shimPid);
    }

    @Override
    public void created(ContainerMetadata container, long pid) {
        next.created(container, pid);
    }

    @Override
    public void started(ContainerMetadata container, long pid) {
        next.started(container, pid);
    }

    @Override
    public void exited(ContainerMetadata container, int exitStatus) {
        next.exited(container, exitStatus);
    }
}
