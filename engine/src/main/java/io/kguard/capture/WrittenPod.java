// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import org.apiguardian.api.API;

/** A pod of written events. */
@API(status = API.Status.STABLE)
public final class WrittenPod {
    private final EventBuilder events;
    private final String name;
    private final String namespace;

    WrittenPod(EventBuilder events, String name, String namespace) {
        this.events = events;
        this.name = name;
        this.namespace = namespace;
    }

    /** Adds a container to the pod, run by containerd. */
    public WrittenContainer container(String containerName, String image) {
        return events.container(name, namespace, containerName, image);
    }
}
