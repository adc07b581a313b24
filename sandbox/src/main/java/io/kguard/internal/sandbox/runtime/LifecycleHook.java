// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.kguard.internal.sandbox.ExecResult;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.PodSandbox.Incident;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.workload.Quoted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs the hooks of containers as a kubelet does: postStart after the first process has begun, preStop and then SIGTERM
 * before the container is killed. In Kubernetes, a container whose postStart fails is killed, and a preStop that fails is
 * told. Here both are incidents: what the hook should do did not happen.
 */
final class LifecycleHook {
    private static final int SIGTERM = 15;
    private static final int MASK_RADIX = 16;

    private LifecycleHook() {}

    /** Runs the postStart hook, if there is one. */
    static Optional<Incident> postStart(RuntimeContainer container, Duration patience) {
        Lifecycle lifecycle = container.plan().container().getLifecycle();
        return run("postStart", container, lifecycle == null ? null : lifecycle.getPostStart(), patience);
    }

    /**
     * Runs the preStop hook, if there is one, and lets the first process handle SIGTERM, if it does. A process that does not
     * would go on until the grace period is over; it may be killed at once.
     */
    static Optional<Incident> stop(RuntimeContainer container, Duration grace) {
        long deadline = System.nanoTime() + grace.toNanos();
        Lifecycle lifecycle = container.plan().container().getLifecycle();
        Optional<Incident> incident = container.exit.isDone()
                ? Optional.empty()
                : run("preStop", container, lifecycle == null ? null : lifecycle.getPreStop(), grace);
        if (handlesEnd(container.pid())) {
            container.signal(SIGTERM);
            isOver(container, Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        }
        return incident;
    }

    private static Optional<Incident> run(
            String name, RuntimeContainer container, @Nullable LifecycleHandler hook, Duration patience) {
        if (hook == null) {
            return Optional.empty();
        }
        String title = "the " + name + " hook of " + container.metadata().title();
        if (hook.getSleep() != null) {
            return isOver(container, Duration.ofSeconds(hook.getSleep().getSeconds()))
                    ? Optional.of(new Incident(Incident.Kind.HOOK_FAILED, title + " did not end: the container did"))
                    : Optional.empty();
        }
        String reason;
        try {
            ExecResult result =
                    container.runHook(ExecSpec.of(hook.getExec().getCommand()).withTimeout(patience));
            reason = result.exitStatus() == 0 ? "" : "it ended with status " + result.exitStatus() + said(result);
        } catch (SandboxException e) {
            reason = String.valueOf(e.getMessage());
        }
        return reason.isEmpty()
                ? Optional.empty()
                : Optional.of(new Incident(Incident.Kind.HOOK_FAILED, title + " failed: " + reason));
    }

    /** The end of what a command printed, for a message. */
    static String said(ExecResult result) {
        String text = (result.stdout() + result.stderr()).strip();
        return text.isEmpty() ? " and wrote nothing" : " and wrote: " + Quoted.end(text);
    }

    /** Whether a container ends in time. */
    private static boolean isOver(RuntimeContainer container, Duration patience) {
        try {
            container.exit.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException | CompletionException | CancellationException e) {
            return true; // its incidents say why
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether a process has a handler for SIGTERM. */
    private static boolean handlesEnd(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/status"), UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("SigCgt:"))
                    .anyMatch(line ->
                            (Long.parseUnsignedLong(line.substring(7).strip(), MASK_RADIX) & 1L << SIGTERM - 1) != 0);
        } catch (IOException e) {
            return false; // it is over
        }
    }
}
