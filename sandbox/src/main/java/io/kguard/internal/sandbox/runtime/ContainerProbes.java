// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import io.kguard.internal.sandbox.PodSandbox.Incident;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The probes of a container that run a command, and what they found. */
final class ContainerProbes {
    private static final ContainerProbes NONE = unwatched();

    private final List<ProbeLoop> loops;
    private final CountDownLatch startedUp = new CountDownLatch(1);
    private volatile boolean ready;

    private ContainerProbes(List<ProbeLoop> loops) {
        this.loops = loops;
    }

    private static ContainerProbes unwatched() {
        ContainerProbes none = new ContainerProbes(List.of());
        none.ready = true;
        none.startedUp.countDown();
        return none;
    }

    /** Those of a container that has none. */
    static ContainerProbes none() {
        return NONE;
    }

    /**
     * Begins to run the probes of a container that has started.
     *
     * @param changed is called when the container becomes ready or is no longer
     * @param incidents is told what went wrong, before a container is ended because of a probe
     * @param end ends the container
     */
    static ContainerProbes begin(
            RuntimeContainer container, Runnable changed, Consumer<Incident> incidents, Runnable end) {
        Container manifest = container.plan().container();
        List<ProbeLoop> loops = new ArrayList<>();
        ContainerProbes probes = new ContainerProbes(loops);
        boolean startup = runs(manifest.getStartupProbe());
        if (startup) {
            loops.add(new ProbeLoop("startup", container, manifest.getStartupProbe(), incidents, () -> true, good -> {
                if (good) {
                    probes.startedUp.countDown();
                    loops.forEach(ProbeLoop::wake);
                    if (!runs(manifest.getReadinessProbe())) {
                        probes.ready = true;
                    }
                    changed.run();
                } else {
                    end.run();
                }
            }));
        } else {
            probes.startedUp.countDown();
        }
        if (runs(manifest.getLivenessProbe())) {
            loops.add(new ProbeLoop(
                    "liveness", container, manifest.getLivenessProbe(), incidents, probes::isStartedUp, good -> {
                        if (!good) {
                            end.run();
                        }
                    }));
        }
        if (runs(manifest.getReadinessProbe())) {
            loops.add(new ProbeLoop(
                    "readiness", container, manifest.getReadinessProbe(), incidents, probes::isStartedUp, good -> {
                        probes.ready = good;
                        changed.run();
                    }));
        } else if (!startup) {
            probes.ready = true;
        }
        loops.forEach(ProbeLoop::begin);
        var unused = container.exit.whenComplete((status, failure) -> {
            loops.forEach(ProbeLoop::wake);
            container.changed();
        });
        return probes;
    }

    /** Whether a probe is one that is simulated. */
    private static boolean runs(@Nullable Probe probe) {
        return probe != null && probe.getExec() != null;
    }

    boolean isReady() {
        return ready;
    }

    boolean isStartedUp() {
        return startedUp.getCount() == 0;
    }

    /** Waits until the startup probe has succeeded. Returns false if that takes too long. */
    boolean awaitStartUp(Duration patience) {
        try {
            return startedUp.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Waits until each probe has run once. Returns what the others say; empty if all have. */
    List<String> awaitRun() {
        return loops.stream()
                .map(ProbeLoop::awaitRun)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** What the probes said last, in sentences. */
    List<String> last() {
        return loops.stream()
                .map(ProbeLoop::last)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** From here on, each probe runs at least once before it ends. */
    void mark() {
        loops.forEach(ProbeLoop::mark);
    }

    /** Lets each probe run if it has not since the mark, and ends them. Waits for what runs. */
    void end() {
        loops.forEach(ProbeLoop::end);
        loops.forEach(ProbeLoop::join);
    }

    /** Ends the probes as they are: the container ends. */
    void cancel() {
        loops.forEach(ProbeLoop::cancel);
    }
}
