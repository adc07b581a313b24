// SPDX-License-Identifier: Apache-2.0
package io.kguard.benchmark;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.Measures;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Selection;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.Variants;
import io.kguard.internal.tool.mutant.Mutant;
import io.kguard.internal.tool.mutant.Mutator;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.simulation.Simulator;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.simulation.Tape;
import io.kguard.verdict.Detections;
import io.kguard.verdict.SideBySide;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Measures how fast mutants are evaluated on the events of a suite: all mutants of all rules on all scenarios, which is more than a
 * suite asks for, because there each rule is checked in some scenarios only. Besides that it measures playing, and the replay alone.
 */
final class MutationThroughput {
    private static final FalcoVersion VERSION = FalcoVersion.CURRENT;
    private static final double NANOS = 1e9;

    private MutationThroughput() {}

    /**
     * Prints the figures.
     *
     * @param args a folder of scenarios, the rules that choose among these, the number of threads, and the rules to change
     */
    public static void main(String[] args) throws InterruptedException {
        Set<String> checked = rules(List.of(Path.of(args[1]))).rules().stream()
                .map(Rule::name)
                .collect(Collectors.toSet());
        RuleSet rules = rules(Arrays.stream(args).skip(3).map(Path::of).toList());
        int threads = Integer.parseInt(args[2]);
        List<Scenario> scenarios = ScenarioCatalogue.ofFiles(List.of(Path.of(args[0]))).scenarios().stream()
                .filter(scenario -> scenario.recording() == null && scenario.requirement() == null)
                .filter(scenario ->
                        scenario.expectations().stream().anyMatch(expectation -> checked.contains(expectation.rule())))
                .toList();
        long start = System.nanoTime();
        Map<String, Variants> mutants = new HashMap<>();
        Map<String, Variants> none = new HashMap<>();
        for (Rule rule : rules.rules()) {
            none.put(rule.name(), Variants.NONE);
            mutants.put(
                    rule.name(),
                    new Variants(Mutator.mutants(rule, rules.fields(rule)).stream()
                            .map(Mutant::condition)
                            .toList()));
        }
        double making = since(start);
        start = System.nanoTime();
        List<Tape> tapes;
        try (Simulator simulator = Simulator.open(SimulatorOptions.configured().withFalco(VERSION))) {
            tapes = SideBySide.play(
                    2 * threads, scenarios, scenario -> simulator.tape(scenario, rules), (scenario, reason) -> {
                        throw failed(scenario, reason);
                    });
        }
        double playing = since(start);
        double bare = judge(tapes, rules, threads);
        double replaying = judge(tapes, rules.measuring(new Measures(none)), threads);
        double evaluating = judge(tapes, rules.measuring(new Measures(mutants)), threads);
        int count = mutants.values().stream().mapToInt(Variants::size).sum();
        System.out.printf(
                Locale.ROOT,
                "%d mutants of %d rules on %d scenarios, %d threads: made in %.1f s, played in %.1f s, evaluated in %.1f s"
                        + " (%.0f mutants/s), of which the replay with coverage takes %.1f s, and without it %.1f s%n",
                count,
                rules.rules().size(),
                tapes.size(),
                threads,
                making,
                playing,
                evaluating,
                count / evaluating,
                replaying,
                bare);
    }

    private static RuleSet rules(List<Path> files) {
        return RuleSet.compile(
                RuleLoader.of(VERSION).load(files),
                EngineOptions.of(VERSION).withMatching(Matching.ALL).with(Selection.enableRule("*")));
    }

    private static double judge(List<Tape> tapes, RuleSet rules, int threads) throws InterruptedException {
        long start = System.nanoTime();
        List<Detections> judged = SideBySide.play(threads, tapes, tape -> tape.judge(rules), (tape, reason) -> {
            throw failed("a replay", reason);
        });
        for (Detections detections : judged) {
            if (!detections.isTrusted()) {
                throw new IllegalStateException(detections.scenario() + ": " + detections.doubts());
            }
        }
        return since(start);
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / NANOS;
    }

    private static IllegalStateException failed(Object what, String reason) {
        return new IllegalStateException(what + " failed: " + reason);
    }
}
