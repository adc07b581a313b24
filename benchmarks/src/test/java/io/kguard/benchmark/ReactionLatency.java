// SPDX-License-Identifier: Apache-2.0
package io.kguard.benchmark;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.simulation.Simulator;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.verdict.Detections;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures how long an attacker runs on after the event on which a rule fired, when a reaction ends the pod. Both times are those of the
 * kernel's events. The runtime is that of {@code -Dkguard.runtime}.
 */
final class ReactionLatency {
    private static final FalcoVersion VERSION = FalcoVersion.CURRENT;
    private static final double MILLION = 1e6;

    private ReactionLatency() {}

    /**
     * Prints the figures.
     *
     * @param args a file of a scenario with a reaction, its id, the number of plays, and the rules
     */
    public static void main(String[] args) {
        Scenario scenario = ScenarioCatalogue.ofFiles(List.of(Path.of(args[0]))).get(args[1]);
        int plays = Integer.parseInt(args[2]);
        RuleSet rules = RuleSet.compile(RuleLoader.of(VERSION).load(Path.of(args[3])), EngineOptions.of(VERSION));
        List<Double> millis = new ArrayList<>();
        try (Simulator simulator = Simulator.open(SimulatorOptions.configured().withFalco(VERSION))) {
            for (int i = 0; i < plays; i++) {
                Detections detections = simulator.run(scenario, rules);
                if (!detections.isTrusted() || detections.stopped().isEmpty()) {
                    throw new IllegalStateException(args[1] + ": nothing was stopped: " + detections.doubts());
                }
                millis.add(detections.stopped().get(0).after().toNanos() / MILLION);
            }
        }
        System.out.println(args[1] + " on " + System.getProperty("kguard.runtime", "runc")
                + ": from the event to the end of the attacker " + Latencies.text(millis));
    }
}
