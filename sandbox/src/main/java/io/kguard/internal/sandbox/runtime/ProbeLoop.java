// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static io.kguard.workload.ContainerRules.orNone;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Probe;
import io.kguard.internal.sandbox.ExecResult;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.PodSandbox.Incident;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxException.Reason;
import io.kguard.internal.sensor.Pace;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Runs one probe of a container again and again, as a kubelet does. */
final class ProbeLoop {
    private static final Pattern REFERENCE = Pattern.compile("\\$(\\$|\\(([^()]+)\\))");
    private static final Duration START_UP_PATIENCE = Duration.ofSeconds(60);
    private static final Duration RUN_PATIENCE = Duration.ofSeconds(30);

    private final String name;
    private final RuntimeContainer container;
    private final Probe probe;
    private final Consumer<Incident> incidents;
    private final BooleanSupplier mayRun;
    private final Consumer<Boolean> result;
    private final CountDownLatch firstRun = new CountDownLatch(1);
    private final Thread thread;
    private volatile String last = "it has not run yet";
    private boolean marked;
    private boolean ending;
    private boolean cancelled;
    private @Nullable Boolean known;
    private int sameResults;
    private boolean lastResult;

    /**
     * A probe that does not run yet.
     *
     * @param mayRun whether it may run; it is not asked again once it may
     * @param result is told a result that has come often enough to count
     */
    ProbeLoop(
            String name,
            RuntimeContainer container,
            Probe probe,
            Consumer<Incident> incidents,
            BooleanSupplier mayRun,
            Consumer<Boolean> result) {
        this.name = name;
        this.container = container;
        this.probe = probe;
        this.incidents = incidents;
        this.mayRun = mayRun;
        this.result = result;
        this.thread = new Thread(this::run, "kguard-probe-" + name + "-" + container.name());
        thread.setDaemon(true);
    }

    void begin() {
        thread.start();
    }

    private void run() {
        try {
            boolean on = await(seconds(probe.getInitialDelaySeconds(), 0)) && awaitPermission();
            while (on) {
                synchronized (this) {
                    marked = false;
                }
                on = runOnce();
                firstRun.countDown();
                on = on && await(seconds(probe.getPeriodSeconds(), 10));
            }
            if (isOwed()) {
                runOnce();
            }
        } finally {
            firstRun.countDown();
        }
    }

    private synchronized boolean isOwed() {
        return ending && marked && !cancelled && mayRun.getAsBoolean() && !container.exit.isDone();
    }

    /** Waits for the container's start-up. Returns false if the loop is to end. */
    private synchronized boolean awaitPermission() {
        try {
            while (!mayRun.getAsBoolean() && isOn()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return isOn();
    }

    /** Waits. Returns false if the loop is to end. */
    private synchronized boolean await(Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        try {
            for (long left = time.toMillis(); left > 0 && isOn(); left = (deadline - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return isOn();
    }

    private boolean isOn() {
        return !ending && !container.exit.isDone();
    }

    /** Something that it waits for may have happened. */
    synchronized void wake() {
        notifyAll();
    }

    /** Runs the command. Returns false if it is not to run any more. */
    private boolean runOnce() {
        ExecSpec command = ExecSpec.of(command()).withTimeout(seconds(probe.getTimeoutSeconds(), 1));
        boolean good;
        try {
            ExecResult answer = container.runProbe(command);
            good = answer.exitStatus() == 0;
            last = good ? "" : "it ended with status " + answer.exitStatus() + LifecycleHook.said(answer);
        } catch (SandboxException e) {
            last = String.valueOf(e.getMessage());
            if (e.reason() != Reason.TIMEOUT) {
                if (!isOver()) {
                    incidents.accept(new Incident(Incident.Kind.HOOK_FAILED, title() + " can't run: " + last));
                }
                return false;
            }
            good = false;
        }
        return count(good);
    }

    private synchronized boolean isOver() {
        return cancelled || container.exit.isDone() || container.isClosing();
    }

    private boolean count(boolean good) {
        sameResults = good == lastResult ? sameResults + 1 : 1;
        lastResult = good;
        int needed = good ? times(probe.getSuccessThreshold(), 1) : times(probe.getFailureThreshold(), 3);
        if (sameResults < needed || known != null && known == good || isOver()) {
            return true;
        }
        known = good;
        boolean fatal = !name.equals("readiness");
        if (fatal && !good) {
            incidents.accept(new Incident(
                    Incident.Kind.KILLED,
                    title() + " failed " + sameResults + (sameResults == 1 ? " time" : " times in a row")
                            + ", so the container is ended: " + last));
        }
        result.accept(good);
        return !fatal || good && !name.equals("startup");
    }

    private String title() {
        return "the " + name + " probe of " + container.metadata().title();
    }

    /** The command, with references to variables that the manifest gives a value. */
    private List<String> command() {
        List<EnvVar> variables = orNone(container.plan().container().getEnv());
        return probe.getExec().getCommand().stream()
                .map(word -> REFERENCE
                        .matcher(word)
                        .replaceAll(match -> Matcher.quoteReplacement(
                                match.group(2) == null ? "$" : value(variables, match.group(2), match.group()))))
                .toList();
    }

    private static String value(List<EnvVar> variables, String name, String unknown) {
        return variables.stream()
                .filter(variable -> variable.getName().equals(name))
                .reduce((first, second) -> second)
                .map(variable -> variable.getValue() == null ? "" : variable.getValue())
                .orElse(unknown);
    }

    private static Duration seconds(@Nullable Integer value, int otherwise) {
        return Duration.ofSeconds(value == null || value == 0 ? otherwise : value);
    }

    private static int times(@Nullable Integer value, int otherwise) {
        return value == null || value == 0 ? otherwise : value;
    }

    /** Waits until it has run once, or its container has ended. Returns why it has not; empty if it has. */
    String awaitRun() {
        Duration patience = seconds(probe.getInitialDelaySeconds(), 0)
                .plus(seconds(probe.getTimeoutSeconds(), 1))
                .plus(mayRun.getAsBoolean() ? RUN_PATIENCE : RUN_PATIENCE.plus(START_UP_PATIENCE));
        try {
            return Pace.await(patience, time -> firstRun.await(time.toMillis(), TimeUnit.MILLISECONDS))
                    ? ""
                    : title() + " did not run within " + patience.toSeconds() + " s";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return title() + " did not run: the wait for it was interrupted";
        }
    }

    /** What it said last, in a sentence; empty if it succeeded. */
    String last() {
        String text = last;
        return text.isEmpty() ? "" : title() + ": " + text;
    }

    synchronized void mark() {
        marked = true;
    }

    synchronized void end() {
        ending = true;
        notifyAll();
    }

    synchronized void cancel() {
        cancelled = true;
        end();
    }

    void join() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
