// SPDX-License-Identifier: Apache-2.0
package io.kguard.cluster;

import io.kguard.sandbox.ContainerLog;
import io.kguard.sandbox.PodContainer;

/** How the API server reaches into running pods: what a kubelet does for it. */
interface PodConnections {
    /**
     * A running container.
     *
     * @param container its name; empty for the pod's first
     * @throws ApiStatus if the pod does not run or has no such container
     */
    PodContainer container(String namespace, String pod, String container);

    /**
     * What a container wrote before it was started again.
     *
     * @param container its name; empty for the pod's first
     * @throws ApiStatus if the pod has no such container, or it was started only once
     */
    ContainerLog previousLog(String namespace, String pod, String container);
}
