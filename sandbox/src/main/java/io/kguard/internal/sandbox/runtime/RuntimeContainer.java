// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.sandbox.ExecResult;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.Limits;
import io.kguard.internal.sandbox.PodContainer;
import io.kguard.internal.sandbox.PodContainer.ContainerLog;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxException.Reason;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A container of a local runtime: the part that runc and Docker share. */
abstract class RuntimeContainer implements PodContainer {
    /** The exit status of a process that SIGKILL ended. */
    static final int KILLED = 128 + 9;

    private static final int SHOWN_OUTPUT = 2000;

    final OutputLog log;
    final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final ContainerPlan plan;
    private volatile boolean closing;
    private volatile ContainerProbes probes = ContainerProbes.none();

    public RuntimeContainer(ContainerPlan plan, Limits limits) {
        this.plan = plan;
        this.log = new OutputLog(limits.outputBytes());
    }

    /** Starts it, and returns when its first process runs. */
    public abstract void start() throws IOException;

    /** Sends a signal to its first process. Does nothing if it is over. */
    public abstract void signal(int number);

    /** Starts to end it, without waiting. */
    public abstract void release();

    /** Ends it and removes everything that belongs to it. */
    public abstract void close();

    /** Runs a hook to its end. What it leaves running belongs to the container, and not to a step. */
    public ExecResult runHook(ExecSpec spec) {
        return exec(spec);
    }

    /** Runs a probe to its end. It belongs to the container, whatever step runs at the time. */
    public ExecResult runProbe(ExecSpec spec) {
        return exec(spec);
    }

    /** Whether kguard is ending it, so that its end is no incident. */
    final boolean isClosing() {
        return closing;
    }

    final void beginClosing() {
        closing = true;
    }

    ContainerProbes probes() {
        return probes;
    }

    /** Waits until it is ready or has ended. Returns false if the time is over before. */
    synchronized boolean awaitReady(long deadline) {
        try {
            long left = millisTo(deadline);
            while (left > 0 && !isReady() && !exit.isDone()) {
                wait(left);
                left = millisTo(deadline);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return isReady() || exit.isDone();
    }

    private static long millisTo(long deadline) {
        return (deadline - System.nanoTime()) / 1_000_000;
    }

    /** Its probes found something, or it ended. */
    synchronized void changed() {
        notifyAll();
    }

    void watchedBy(ContainerProbes value) {
        probes = value;
    }

    @Override
    public boolean isReady() {
        return !exit.isDone() && probes.isReady();
    }

    @Override
    public boolean isStartedUp() {
        return !exit.isDone() && probes.isStartedUp();
    }

    public ContainerPlan plan() {
        return plan;
    }

    public String podName() {
        return plan.pod().name();
    }

    /** How messages name it, also before it has metadata. */
    String title() {
        return "the container " + name() + " of the pod " + podName();
    }

    /** The end of the container's output, for messages. */
    String lastOutput() {
        String text = new String(log.bytes(), UTF_8).strip();
        if (text.isEmpty()) {
            return " and wrote nothing";
        }
        return ". It wrote:\n"
                + (text.length() > SHOWN_OUTPUT ? "..." + text.substring(text.length() - SHOWN_OUTPUT) : text);
    }

    @Override
    public String name() {
        return plan.name();
    }

    @Override
    public CompletableFuture<Integer> exit() {
        return exit.copy();
    }

    @Override
    public ContainerLog log() {
        return log;
    }

    /**
     * Waits until the end of a dying container is reported. A caller sees a dead command or a dead first process before
     * that. Without the wait, the container would still count as running.
     */
    public void awaitEnd(long seconds) {
        try {
            exit.get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // the user of exit() finds out
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Describes how it ended, for a message. It must have an exit status. */
    public String end() {
        return "; it ended with status " + exit.join() + (outOfMemory() ? ", out of memory" : "");
    }

    public SandboxException notRunning(ExecSpec exec, String end, @Nullable Exception cause) {
        return new SandboxException(
                Reason.NOT_RUNNING, exec.title() + " can't run in " + title() + ", which does not run" + end, cause);
    }
}
