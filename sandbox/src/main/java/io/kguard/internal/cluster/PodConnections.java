// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.internal.sandbox.PodContainer;
import io.kguard.internal.sandbox.PodContainer.ContainerLog;

/** The API server's access to running pods, which a kubelet provides. */
interface PodConnections {
    /**
     * A running container.
     *
     * @param container its name; empty for the pod's first
     * @throws ApiStatus if the pod does not run or has no such container
     */
    PodContainer container(String namespace, String pod, String container);

    /**
     * The log of a container before its restart.
     *
     * @param container its name; empty for the pod's first
     * @throws ApiStatus if the pod has no such container, or it was started only once
     */
    ContainerLog previousLog(String namespace, String pod, String container);
}
