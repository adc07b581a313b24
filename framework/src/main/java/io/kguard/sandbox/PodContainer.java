// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import io.kguard.sandbox.Incident.Kind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apiguardian.api.API;

/** A container of a running pod. Safe for use by several threads. */
@API(status = API.Status.INTERNAL)
public interface PodContainer {

    /** The name in the pod's manifest. */
    String name();

    ContainerMetadata metadata();

    /** The first process's id, as the JVM's process namespace counts. */
    long pid();

    /**
     * The process that holds the container: runc's and the container's processes are its descendants. 0 if the container
     * was over before Docker said which it is.
     */
    long shimPid();

    /**
     * Completes when the container's first process is over, with its exit status, or 128 + the signal that killed it.
     * A container that ran out of memory ends like one that was killed; see {@link #outOfMemory()}.
     */
    CompletableFuture<Integer> exit();

    /** Whether the kernel killed a process of the container because it hit its memory limit. */
    boolean outOfMemory();

    /** What happened to the container so far; empty if all is well. */
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
     * @throws SandboxException if the command could not be started, wrote more than it may, or did not end in time; in
     *     the latter two cases it has been killed
     */
    ExecResult exec(ExecSpec spec);

    /**
     * Starts a command whose input and output the caller moves. The spec's stdin and timeout are not looked at.
     *
     * @throws SandboxException if the command could not be started
     */
    ExecSession open(ExecSpec spec);

    /** Attaches to the container's first process: a session that sees output from now on. */
    ExecSession attach();

    /** What the container's first process wrote so far, standard output and error as they came, the last part of it. */
    ContainerLog log();

    /** Sends a signal to the container's first process. Does nothing if it is over. */
    void signal(int number);
}
