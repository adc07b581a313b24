// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresRoot;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioReader;
import io.kguard.verdict.Detections;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A simulation that is interrupted, wherever it is, proves nothing, leaves nothing, and does not disturb the next one. */
@Tag("trust")
@RequiresRoot
@Timeout(240)
class InterruptedSimulationTest {
    private static final String RULE = """
            - rule: Id ran
              desc: d
              condition: evt.type in (execve, execveat) and proc.name = id and container.id != host
              output: id
              priority: NOTICE
            """;
    private static final String UID = "1e77";
    private static final int LONGEST_MILLIS = 600;
    private static final int STEP_MILLIS = 100;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final String SCENARIO = """
            scenario: interrupted
            title: An act that takes a while
            attack: [T1609]
            %s
            pods:
              - metadata: {name: web, uid: 1e770000-0000-4000-8000-00000000000%d}
                spec: {containers: [{name: web, image: base, command: [sleep, infinity]}]}
            steps:
              - exec: {pod: web, command: [id]}
              %s
            fires: [Id ran]
            """;

    private final RuleSet rules = RuleSet.compile(
            RuleLoader.of(FalcoVersion.CURRENT).loadText("rules", RULE),
            EngineOptions.of(FalcoVersion.CURRENT).withExplanations(true));

    private static Scenario scenario(String cluster, int number, String step) {
        return ScenarioReader.read("interrupted.yaml", SCENARIO.formatted(cluster, number, step))
                .get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cluster: {}"})
    void atAnyTime(String cluster, @TempDir Path folder) throws Exception {
        SimulatorOptions options = SimulatorOptions.configured();
        Path state = folder.resolve("state");
        Scenario whole = scenario(cluster, 1, "");
        Scenario slow = scenario(cluster, 2, "- exec: {pod: web, command: [sleep, \"300\"], timeout: 5m}");
        try (Simulator simulator =
                Simulator.open(options.withSandbox(options.sandbox().withStateDirectory(state)))) {
            assertThat(simulator.run(whole, rules).doubts()).isEmpty();
            interrupted(simulator, slow, LONGEST_MILLIS / 2); // so that classes are loaded
            Footprint before = settled(state, null);
            List<Integer> survived = new ArrayList<>();
            for (int millis = 0; millis <= LONGEST_MILLIS; millis += STEP_MILLIS) {
                Detections detections = interrupted(simulator, slow, millis);
                if (detections.isTrusted()) {
                    survived.add(millis);
                }
            }
            assertThat(survived).as("no interrupted simulation is trusted").isEmpty();
            Footprint after = settled(state, before);
            assertThat(after.isWithin(before))
                    .as("%n%s%n%s%n%s", Footprint.HEADING, before.row(0), after.row(0))
                    .isTrue();
            Detections next = simulator.run(whole, rules);
            assertThat(next.doubts()).isEmpty();
            assertThat(next.alerts()).isNotEmpty();
        }
    }

    private Detections interrupted(Simulator simulator, Scenario scenario, int millis) throws Exception {
        FutureTask<Detections> run = new FutureTask<>(() -> simulator.run(scenario, rules));
        Thread thread = new Thread(run, "interrupted");
        thread.start();
        LockSupport.parkNanos(
                Duration.ofMillis(millis).toNanos()); // the moment of the interrupt, not a wait for anything
        thread.interrupt();
        return run.get(60, TimeUnit.SECONDS);
    }

    /** What is used once the pods are removed in the background. */
    private static Footprint settled(Path state, @Nullable Footprint goal) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        Footprint now = Footprint.now(state, UID);
        while (System.nanoTime() < deadline && (goal == null ? now.cgroups() > 0 : !now.isWithin(goal))) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            now = Footprint.now(state, UID);
        }
        return now;
    }
}
