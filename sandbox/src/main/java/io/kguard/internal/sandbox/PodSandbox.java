// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.kguard.workload.Peer;
import io.kguard.workload.UnsimulatedField;
import java.util.List;
import java.util.Set;

/** A running pod. Thread-safe. */
public interface PodSandbox extends AutoCloseable {

    /** The pod as it runs, completed with uid, namespace and defaults. */
    Pod pod();

    /** The id of the pod's sandbox, 64 hexadecimal digits. */
    String id();

    String ip();

    /** The init containers that ran and the containers, in the pod's order. */
    List<PodContainer> containers();

    /**
     * A container by name. The empty name means the pod's first container, not counting init containers.
     *
     * @throws SandboxException if there is no such container
     */
    PodContainer container(String name);

    /** Runs a command in a container to its end; see {@link PodContainer#exec}. */
    default ExecResult exec(String container, ExecSpec spec) {
        return container(container).exec(spec);
    }

    /**
     * Ends a container, if it still runs, and starts it again with a new id.
     *
     * @throws SandboxException if it did not start
     */
    PodContainer restart(String container);

    /**
     * Starts an ephemeral container in the pod. From then on it is one of the pod's containers.
     *
     * @param container its manifest
     * @param target the name of the container whose processes it shares; empty for none
     * @throws SandboxException if it did not start, or the runtime does not support it
     */
    PodContainer addEphemeral(Container container, String target);

    /**
     * What happened to the pod's containers and to its holder process before the pod was closed; empty if nothing did.
     */
    default List<Incident> incidents() {
        return containers().stream()
                .flatMap(container -> container.incidents().stream())
                .toList();
    }

    /** The fields of its manifest that have no effect, also of ephemeral containers. */
    default List<UnsimulatedField> unsimulated() {
        return UnsimulatedField.of(pod());
    }

    /** The servers on the pod's network. */
    List<Peer> peers();

    /**
     * Cuts the pod off from peers, and lets it reach the others. What it sends to a peer that is fenced is dropped, as a
     * firewall does it: on connections that it has, too, and it gets no answer.
     *
     * @param fenced all peers to which nothing gets through from now on
     * @throws SandboxException if the pod's network is gone
     */
    void fence(List<Peer> fenced);

    /**
     * Tries to connect to an address of the pod's network by TCP, from outside the pod's containers.
     *
     * @throws SandboxException if the pod's network is gone
     */
    Reach reach(String address, int port);

    /** The result of a try to connect. */
    enum Reach {
        /** The connection was made. */
        OPEN,
        /** It was refused: nothing listens there. */
        REFUSED,
        /** There is no way to the address. */
        NONE,
        /** Nothing answered, although the network works. */
        SILENT,
        /** Nothing answered, and the network may not work. */
        UNKNOWN
    }

    /**
     * Freezes all processes of the pod's containers for good. They do nothing more.
     *
     * @return the frozen processes, in the JVM's pid namespace
     * @throws SandboxException if they can't be frozen
     */
    Set<Long> freeze();

    /**
     * Waits until each probe of the pod's containers has run once.
     *
     * @return why one has not, in sentences; empty if all have
     */
    List<String> awaitProbes();

    /**
     * Waits until all containers that run are ready.
     *
     * @return why one is not in time, in sentences; empty if all are
     */
    List<String> awaitReady();

    /** From here on, each probe runs at least once more before {@link #endProbes}. */
    void markProbes();

    /** Ends the probes. Those that have not run since the mark do so before. */
    void endProbes();

    /** Is told when a container becomes ready, or is no longer. */
    void onReadiness(Runnable listener);

    /**
     * Prepares the containers for their end, as a kubelet does when a pod is deleted: runs their preStop hooks, and sends
     * SIGTERM to first processes that handle it. Returns when they have ended or the grace period is over.
     */
    void terminate();

    /** Kills the containers and removes everything that belongs to the pod. Idempotent. */
    @Override
    void close();

    /**
     * Something that happened to a running pod. Its processes may not have done what they should.
     *
     * @param kind the kind of incident
     * @param text a sentence without its full stop: what happened to what, and the limit if one was reached
     */
    record Incident(Kind kind, String text) {

        public enum Kind {
            /** A container's first process was killed by a signal. */
            KILLED,
            /** A container's first process ended with a status other than 0. */
            FAILED,
            /** A hook or probe of a container did not do what it should. */
            HOOK_FAILED,
            /** The kernel killed a process because a container reached its memory limit. */
            OUT_OF_MEMORY,
            /** The kernel refused a process or thread because a container reached its limit. */
            OUT_OF_PROCESSES,
            /** A container filled its writable layer. */
            OUT_OF_DISK,
            /** The pod was ended because it took too much of what no limit of the kernel bounds. */
            OVERRUN,
            /** The kernel dropped what a container's sockets should have received, because of a limit. */
            OUT_OF_SOCKET_MEMORY,
            /** The sandbox lost control of a container, or of the pod's network. */
            LOST
        }
    }
}
