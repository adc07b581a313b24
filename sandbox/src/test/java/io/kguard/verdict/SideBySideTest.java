// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.Alert;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresRoot;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.simulation.Simulator;
import io.kguard.simulation.SimulatorOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Parallel simulations: each has all of its own events and none of another's. */
@RequiresRoot
@Timeout(1800)
class SideBySideTest {
    private static final int SIMULATIONS = 16;
    private static final int ROUNDS = Integer.getInteger("kguard.rounds", 2);
    private static final int ACTS = 8;
    private static final String RULES = """
            - rule: Signature executed
              desc: A program with a signature among its arguments
              condition: evt.type = execve and proc.name = env and proc.args contains signature
              output: "%proc.args in %k8s.pod.name"
              priority: NOTICE
            - rule: Signature written
              desc: A file with a signature as its name
              condition: evt.type in (open, openat, creat) and fd.name contains signature
              output: "%fd.name in %k8s.pod.name"
              priority: NOTICE
            """;
    private static final String SCENARIO = """
            scenario: beside-%1$d
            title: Acts with a signature
            attack: [T1609]
            pods:
              - metadata: {name: beside-%1$d}
                spec: {containers: [{name: main, image: base, command: [sleep, infinity]}]}
            steps:
              - exec:
                  pod: beside-%1$d
                  command: [bash, -c, 'for n in {1..%2$d}; do (env signature=%1$d.$n /usr/bin/true); > /tmp/signature-%1$d.$n; done']
            fires: [Signature executed, Signature written]
            """;

    @Test
    void noEventIsMissingAndNoneIsForeign(@TempDir Path folder) throws Exception {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < SIMULATIONS; i++) {
            files.add(Files.writeString(folder.resolve(i + ".yaml"), SCENARIO.formatted(i, ACTS)));
        }
        ScenarioCatalogue catalogue = ScenarioCatalogue.ofFiles(files);
        RuleSet rules = RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).loadText("rules.yaml", RULES),
                EngineOptions.of(FalcoVersion.CURRENT));
        ExecutorService workers = Executors.newFixedThreadPool(SIMULATIONS);
        try (Simulator simulator = Simulator.open(SimulatorOptions.configured())) {
            for (int round = 0; round < ROUNDS; round++) {
                List<Future<Detections>> running = new ArrayList<>();
                for (int i = 0; i < SIMULATIONS; i++) {
                    Scenario scenario = catalogue.get("beside-" + i);
                    running.add(workers.submit(() -> simulator.run(scenario, rules)));
                }
                for (int i = 0; i < SIMULATIONS; i++) {
                    assertOwnEventsOnly(i, running.get(i).get());
                }
            }
        } finally {
            workers.shutdownNow();
        }
    }

    private static void assertOwnEventsOnly(int number, Detections detections) {
        assertThat(detections.doubts()).isEmpty();
        String pod = " in beside-" + number;
        assertThat(messages(detections, "Signature executed"))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, ACTS)
                        .mapToObj(n -> "signature=" + number + "." + n + " /usr/bin/true" + pod)
                        .toList());
        assertThat(messages(detections, "Signature written"))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, ACTS)
                        .mapToObj(n -> "/tmp/signature-" + number + "." + n + pod)
                        .toList());
    }

    private static List<String> messages(Detections detections, String rule) {
        return detections.alertsOf(rule).stream().map(Alert::message).toList();
    }
}
