// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.sandbox.SandboxException.Reason;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A container of a runtime on this machine: what is the same for runc and Docker. */
abstract class RuntimeContainer implements PodContainer {
    /** The exit status of what SIGKILL ends. */
    static final int KILLED = 128 + 9;

    private static final int SHOWN_OUTPUT = 2000;

    final OutputLog log;
    final CompletableFuture<Integer> exit = new CompletableFuture<>();
    volatile boolean closing;
    private final ContainerPlan plan;

    RuntimeContainer(ContainerPlan plan, Limits limits) {
        this.plan = plan;
        this.log = new OutputLog(limits.outputBytes());
    }

    /** Starts it, and returns when its first process runs. */
    abstract void start() throws IOException;

    /** Lets it end, without waiting. */
    abstract void release();

    /** Ends it and removes what is its own. */
    abstract void close();

    ContainerPlan plan() {
        return plan;
    }

    String podName() {
        return plan.pod().name();
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

    /** Waits for an end that has begun. A command dies before the first process does, and must not pass for what runs. */
    void awaitEnd(long seconds) {
        try {
            exit.get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // who looks at exit() finds out
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How it ended, for a message; it has an exit status. */
    String end() {
        return "; it ended with status " + exit.join() + (outOfMemory() ? ", out of memory" : "");
    }

    static String title(ExecSpec exec) {
        return "\"" + String.join(" ", exec.command()) + "\"";
    }

    SandboxException notRunning(ExecSpec exec, String end, @Nullable Exception cause) {
        return new SandboxException(
                Reason.NOT_RUNNING,
                title(exec) + " can't run in the container " + name() + " of the pod " + podName()
                        + ", which does not run" + end,
                cause);
    }
}
