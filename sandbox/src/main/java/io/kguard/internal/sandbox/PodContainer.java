// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox;

import io.kguard.internal.sandbox.PodSandbox.Incident;
import io.kguard.internal.sandbox.PodSandbox.Incident.Kind;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A container of a running pod. Thread-safe. */
public interface PodContainer {

    /** The name in the pod's manifest. */
    String name();

    ContainerMetadata metadata();

    /** The id of the first process in the JVM's pid namespace. */
    long pid();

    /**
     * The process that holds the container: runc's and the container's processes are its descendants. 0 if the
     * container was over before Docker reported it.
     */
    long shimPid();

    /**
     * Completes when the container's first process has ended, with its exit status, or 128 + the signal that killed it.
     * A container that ran out of memory ends like one that was killed; see {@link #outOfMemory()}.
     */
    CompletableFuture<Integer> exit();

    /** Whether the kernel killed a process of the container because it reached its memory limit. */
    boolean outOfMemory();

    /** Whether it runs and its probes say that it is ready for its work. */
    default boolean isReady() {
        return !exit().isDone();
    }

    /** Whether it runs and its startup probe, if it has one, has succeeded. */
    default boolean isStartedUp() {
        return !exit().isDone();
    }

    /** What happened to the container so far; empty if nothing did. */
    default List<Incident> incidents() {
        CompletableFuture<Integer> exit = exit();
        String title = metadata().title();
        if (!exit.isDone()) {
            return List.of();
        }
        if (exit.isCompletedExceptionally()) {
            return List.of(new Incident(Kind.LOST, title + " was lost: its shim died, and the container with it"));
        }
        int status = exit.join();
        if (status == 0) {
            return List.of();
        }
        return List.of(
                status > 128
                        ? new Incident(
                                Kind.KILLED,
                                "the first process of " + title + " was killed by signal " + (status - 128))
                        : new Incident(
                                Kind.FAILED, "the first process of " + title + " ended with exit status " + status));
    }

    /**
     * Runs a command to its end.
     *
     * @throws SandboxException if the command could not be started, wrote too much output, or did not end in time; in
     *     the latter two cases it was killed
     */
    ExecResult exec(ExecSpec spec);

    /**
     * Starts a command whose input and output the caller transfers. Ignores the spec's stdin and timeout.
     *
     * @throws SandboxException if the command could not be started
     */
    ExecSession open(ExecSpec spec);

    /** Attaches to the container's first process. The session sees output from now on. */
    ExecSession attach();

    /** The last part of the output of the container's first process, standard output and error in the order written. */
    ContainerLog log();

    /** The output of a container's first process: the last {@link Limits#outputBytes()} of it. */
    interface ContainerLog {

        /** The part that is kept of the output so far. */
        byte[] bytes();

        /** The part that is kept, followed by new output until the container's first process ends. */
        InputStream follow();
    }
}
