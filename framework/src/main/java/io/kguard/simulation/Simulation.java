package io.kguard.simulation;

import io.fabric8.kubernetes.api.model.Pod;
import io.kguard.sandbox.ContainerMetadata;
import io.kguard.sandbox.PodListener;
import io.kguard.sandbox.PodSandbox;
import io.kguard.sandbox.PodSetup;
import io.kguard.sandbox.Sandbox;
import io.kguard.sandbox.SandboxException;
import io.kguard.scenario.Effect;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.Step;
import io.kguard.sensor.EventSelection;
import io.kguard.sensor.Observation;
import io.kguard.sensor.Sensor;
import io.kguard.sensor.SensorException;
import io.kguard.sensor.SensorStats;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run: pods are started, steps are run, the barrier is waited for, pods are removed. A container is known to the
 * machine, and its shim is watched for state, before its first process exists.
 */
final class Simulation {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Sensor sensor;
    private final Sandbox sandbox;
    private final Scenario scenario;
    private final EventPipeline pipeline;
    private final EventSelection selection;
    private final Map<String, PodSandbox> pods = new LinkedHashMap<>();
    private final List<String> doubts = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * A run.
     *
     * @param selection the events that the pipeline is to see
     */
    Simulation(Sensor sensor, Sandbox sandbox, Scenario scenario, EventPipeline pipeline, EventSelection selection) {
        this.sensor = sensor;
        this.sandbox = sandbox;
        this.scenario = scenario;
        this.pipeline = pipeline;
        this.selection = selection;
    }

    Detections run() {
        long start = System.nanoTime();
        @Nullable SensorStats stats = null;
        try (Observation observation = sensor.observe(pipeline, selection)) {
            try {
                act(observation);
                observation.barrier();
            } catch (ActFailedException e) {
                doubts.add(String.valueOf(e.getMessage()));
            } catch (SandboxException e) {
                doubts.add("a container could not be had: " + e.getMessage());
            } finally {
                pipeline.end();
                stats = observation.stats();
                removePods();
            }
        } catch (SensorException e) {
            doubts.add("the sensor could not do its work: " + e.getMessage());
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return detections(stats, took);
    }

    private void act(Observation observation) {
        PodSetup setup = sandbox.setup();
        for (var peer : scenario.peers()) {
            setup = setup.withPeer(peer);
        }
        for (Pod pod : scenario.pods()) {
            pods.put(pod.getMetadata().getName(), sandbox.start(pod, setup, watcher(observation)));
        }
        for (Step step : scenario.steps()) {
            if (step instanceof Step.Exec exec) {
                ExecStep.run(exec, pod(exec.pod()));
            }
        }
        for (Effect effect : scenario.effects()) {
            if (effect instanceof Effect.FileExists file) {
                FileEffect.check(file, pod(file.pod()));
            }
        }
    }

    private PodSandbox pod(String name) {
        PodSandbox pod = pods.get(name);
        if (pod == null) {
            throw new ActFailedException("the scenario has no pod " + name);
        }
        return pod;
    }

    private PodListener watcher(Observation observation) {
        return new PodListener() {
            @Override
            public void beforeStart(ContainerMetadata container, long shimPid) {
                observation.watchContainer(container.id());
                observation.watchProcess(shimPid, true);
                Instant now = Instant.now();
                pipeline.container(container.toFalcoJson(), now.getEpochSecond() * NANOS_PER_SECOND + now.getNano());
            }
        };
    }

    private void removePods() {
        for (PodSandbox pod : pods.values()) {
            try {
                pod.close();
            } catch (SandboxException e) {
                doubts.add("a pod could not be removed: " + e.getMessage());
            }
        }
    }

    private Detections detections(@Nullable SensorStats stats, Duration took) {
        long seen = 0;
        long lost = 0;
        if (stats != null) {
            seen = stats.eventsSeen();
            lost = stats.eventsLost();
            addUnlessEmpty(doubts, stats.describeLosses());
            addUnlessEmpty(notes, stats.describeBlindSpots());
        }
        doubts.addAll(pipeline.overflows());
        return new Detections(
                scenario.id(),
                EventOrigin.LIVE,
                pipeline.alerts(),
                pipeline.outcomes(),
                seen,
                lost,
                doubts,
                notes,
                took);
    }

    private static void addUnlessEmpty(List<String> list, String text) {
        if (!text.isEmpty()) {
            list.add(text);
        }
    }
}
