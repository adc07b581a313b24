// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.kguard.internal.sandbox.PodContainer;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Makes sure that an act is over when it is judged. Processes that a step started must have ended, except those that
 * the step declares to leave. What still runs is stopped, so that nothing happens between the last check and the
 * verdict.
 */
final class EndOfAct {
    /** For processes that are about to end by themselves, such as a short command in the background. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final Duration START_PATIENCE = Duration.ofSeconds(10);
    /** How much longer than the start of the scenario's pods that of a program may take. */
    private static final int START_FACTOR = 10;

    private static final int MAX_TOLD = 8;
    private static final int MAX_COMMAND = 160;

    private final Scenario scenario;
    private final Stage stage;
    private final EventPipeline pipeline;
    private final Duration grace;
    private final Duration startPatience;
    private final Set<Long> stopped = new HashSet<>();

    /**
     * Creates it. How long the start of the pods took says how busy the machine is, and so how long the rest may take.
     *
     * @param start how long it took
     */
    EndOfAct(Scenario scenario, Stage stage, EventPipeline pipeline, Duration start) {
        this.scenario = scenario;
        this.stage = stage;
        this.pipeline = pipeline;
        this.grace = longer(GRACE, start);
        this.startPatience = longer(START_PATIENCE, start.multipliedBy(START_FACTOR));
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    /**
     * Waits until the first processes of all pods have executed their programs, also of pods that a step created. Otherwise
     * it would depend on timing whether a step's process counts as one that steps started, and a pod could be stopped before
     * its program runs. Call it after a barrier.
     *
     * @throws ActFailedException if one does not start in time
     */
    void awaitStart() {
        for (PodSandbox pod : stage.allPods()) {
            for (PodContainer container : pod.containers()) {
                if (!container.exit().isDone() && !pipeline.awaitBegun(container.pid(), startPatience)) {
                    throw new ActFailedException("the container " + container.name() + " of the pod "
                            + pod.pod().getMetadata().getName() + " did not execute its program within "
                            + startPatience.toSeconds() + " s");
                }
            }
        }
    }

    /** Waits for processes that are about to end, and stops the others. */
    void stop() {
        pipeline.awaitNoStrangers(own(), this::mayLeave, grace);
        stage.allPods().forEach(pod -> stopped.addAll(pod.freeze()));
    }

    /** The processes that steps left running without declaring it, in sentences. Call it after a barrier. */
    List<String> doubts() {
        Set<Long> own = own();
        Map<Long, Integer> strangers = new TreeMap<>(pipeline.strangers(own));
        stopped.stream().filter(pid -> !pipeline.isOwn(pid, own)).forEach(pid -> strangers.putIfAbsent(pid, 0));
        List<String> left = new ArrayList<>();
        strangers.forEach((pid, step) -> {
            if (!mayLeave(step) && lives(pid)) {
                left.add("process " + pid + ", \"" + command(pid) + "\", since " + title(step));
            }
        });
        if (left.isEmpty()) {
            return List.of();
        }
        StringBuilder text =
                new StringBuilder("the steps left something running that could act after the rules are judged:");
        left.stream().limit(MAX_TOLD).forEach(line -> text.append("\n").append(line));
        if (left.size() > MAX_TOLD) {
            text.append("\nand ").append(left.size() - MAX_TOLD).append(" more");
        }
        return List.of(text.append("\nLet the step wait for it or end it. If it is meant to run on, give the step"
                        + " leaves: running. What it does later is then not part of the proof.")
                .toString());
    }

    /** The first processes of the scenario's pods, including containers that the kubelet restarted. */
    private Set<Long> own() {
        Set<Long> own = new HashSet<>();
        for (PodSandbox pod : stage.ownPods()) {
            PodSpec spec = pod.pod().getSpec();
            List<String> names = Stream.concat(spec.getContainers().stream(), spec.getInitContainers().stream())
                    .map(Container::getName)
                    .toList();
            pod.containers().stream()
                    .filter(container -> names.contains(container.name()))
                    .forEach(container -> own.add(container.pid()));
        }
        return own;
    }

    private boolean mayLeave(int step) {
        return step > 0 && scenario.steps().get(step - 1).leavesRunning();
    }

    private String title(int step) {
        if (step == 0) {
            return "an unknown moment";
        }
        Step started = scenario.steps().get(step - 1);
        return "step " + step + " (" + started.origin() + ")";
    }

    /** Whether a process runs; false for a zombie. */
    private static boolean lives(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return threads.anyMatch(EndOfAct::threadLives);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean threadLives(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"), UTF_8);
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state != 'Z' && state != 'X';
        } catch (IOException e) {
            return false;
        }
    }

    private static String command(long pid) {
        try {
            byte[] line = Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline"));
            String text = new String(line, UTF_8).replace('\0', ' ').strip();
            if (text.isEmpty()) {
                text = Files.readString(Path.of("/proc/" + pid + "/comm"), UTF_8)
                        .strip();
            }
            return text.length() <= MAX_COMMAND ? text : text.substring(0, MAX_COMMAND) + "...";
        } catch (IOException e) {
            return "?";
        }
    }
}
