// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;

/** A running pod. Safe for use by several threads. */
@API(status = API.Status.INTERNAL)
public interface PodSandbox extends AutoCloseable {

    /** The pod as it runs: with uid, namespace and defaults filled in. */
    Pod pod();

    /** The id of the pod's sandbox, 64 hexadecimal digits. */
    String id();

    /** The pod's address. */
    String ip();

    /** Init containers that ran and containers, in the pod's order. */
    List<PodContainer> containers();

    /**
     * A container by its name; the empty name means the pod's first container, init containers not counted.
     *
     * @throws SandboxException if there is none of that name
     */
    PodContainer container(String name);

    /** Runs a command in a container to its end; see {@link PodContainer#exec}. */
    default ExecResult exec(String container, ExecSpec spec) {
        return container(container).exec(spec);
    }

    /**
     * Ends a container, if it still runs, and starts it again, under a new id.
     *
     * @throws SandboxException if it did not start
     */
    PodContainer restart(String container);

    /**
     * Starts an ephemeral container in the pod, which is one of its containers from then on.
     *
     * @param container its manifest
     * @param target the name of the container whose processes it shares; empty for processes of its own
     * @throws SandboxException if it did not start, or the runtime starts none
     */
    PodContainer addEphemeral(Container container, String target);

    /**
     * What happened to the pod's containers and what holds them together so far, until the pod was closed; empty if all is well.
     */
    default List<Incident> incidents() {
        return containers().stream()
                .flatMap(container -> container.incidents().stream())
                .toList();
    }

    /**
     * Stops all processes of the pod's containers where they are, for good: what they would do next does not happen.
     *
     * @return the processes that were stopped, as the JVM's process namespace counts
     * @throws SandboxException if they can't be stopped
     */
    Set<Long> freeze();

    /** Kills the containers and removes everything of the pod. Idempotent. */
    @Override
    void close();
}
