// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.engine.Measured;
import io.kguard.engine.Measures;
import io.kguard.engine.RuleSet;
import io.kguard.internal.condition.TypedCondition;
import io.kguard.internal.mutation.Mutant;
import io.kguard.internal.mutation.Mutator;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoadException;
import io.kguard.sandbox.SandboxException;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioException;
import io.kguard.sensor.SensorException;
import io.kguard.simulation.CheckResult;
import io.kguard.simulation.Detections;
import io.kguard.simulation.EventOrigin;
import io.kguard.simulation.RecordedScenario;
import io.kguard.simulation.SideBySide;
import io.kguard.simulation.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What {@code mvn kguard:mutate} does: play each scenario once, and evaluate small changes of the rules on its events. A
 * change that alters the result of no check would not be noticed.
 */
public final class Mutation {
    static final String FILE = "mutation.json";

    private final VerifyOptions options;
    private final double threshold;
    private final int maxSurviving;
    private final Path reports;
    private final Consumer<String> console;

    /**
     * A mutation.
     *
     * @param options what to check, and how
     * @param threshold the least mutation score, in percent
     * @param maxSurviving the most changes that no check notices
     * @param reports the folder for {@code mutation.json}
     * @param console receives the lines of console output
     */
    public Mutation(VerifyOptions options, double threshold, int maxSurviving, Path reports, Consumer<String> console) {
        this.options = options;
        this.threshold = threshold;
        this.maxSurviving = maxSurviving;
        this.reports = reports;
        this.console = line -> console.accept(ConsoleText.of(line));
    }

    /** How a run ended. */
    public enum End {
        /** Enough changes are noticed. */
        PASSED,
        /** Too few changes are noticed. */
        FAILED,
        /** The rules or scenarios do not load, or a check does not pass without a change. */
        IMPOSSIBLE
    }

    /**
     * Runs it.
     *
     * @throws IOException if the report can't be written
     */
    public End run() throws IOException {
        Files.deleteIfExists(reports.resolve(FILE));
        long start = System.nanoTime();
        try {
            SuitePlan plan = SuitePlan.of(options);
            Map<String, List<Mutant>> mutants = mutants(plan);
            List<CheckResult> results = new ArrayList<>(plan.refused());
            results.addAll(play(plan, mutants));
            List<CheckResult> unsound =
                    results.stream().filter(check -> !check.isPassed()).toList();
            if (results.isEmpty()) {
                console.accept("There was nothing to check: no scenario is about a rule that is loaded.");
                return End.IMPOSSIBLE;
            }
            if (!unsound.isEmpty()) {
                console.accept("Checks must pass before the rules are changed. Run mvn kguard:verify.");
                unsound.forEach(check -> check.verdict().reason().lines().forEach(console));
                return End.IMPOSSIBLE;
            }
            return judge(
                    new MutationReport(survivors(plan, mutants, results), Duration.ofNanos(System.nanoTime() - start)));
        } catch (RuleLoadException | ScenarioException | SensorException | SandboxException e) {
            String.valueOf(e.getMessage()).lines().forEach(console);
            return End.IMPOSSIBLE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            console.accept("The run was interrupted.");
            return End.IMPOSSIBLE;
        }
    }

    private End judge(MutationReport report) throws IOException {
        report.lines().forEach(console);
        Files.createDirectories(reports);
        Files.writeString(reports.resolve(FILE), report.json(), UTF_8);
        End end = End.PASSED;
        if (report.score() < threshold) {
            console.accept("The mutation score is below " + threshold + " % (kguard.mutationThreshold).");
            end = End.FAILED;
        }
        if (report.surviving() > maxSurviving) {
            console.accept("No check notices " + report.surviving() + " changes; at most " + maxSurviving
                    + " are allowed (kguard.maxSurviving).");
            end = End.FAILED;
        }
        return end;
    }

    /** The mutants of each rule that has a check. */
    static Map<String, List<Mutant>> mutants(SuitePlan plan) {
        Map<String, List<Mutant>> mutants = new LinkedHashMap<>();
        for (Rule rule : plan.rules().rules()) {
            boolean checked = plan.checks().values().stream()
                    .flatMap(List::stream)
                    .anyMatch(expectation -> expectation.rule().equals(rule.name()));
            if (checked) {
                mutants.put(
                        rule.name(),
                        Mutator.mutants(rule, plan.rules().options().version()));
            }
        }
        return mutants;
    }

    private List<CheckResult> play(SuitePlan plan, Map<String, List<Mutant>> mutants) throws InterruptedException {
        boolean live = plan.checks().keySet().stream().anyMatch(scenario -> scenario.recording() == null);
        if (!live) {
            return play(plan, mutants, RecordedScenario::run);
        }
        try (Simulator simulator = Simulator.open(options.simulator().withFalco(options.falco()))) {
            return play(plan, mutants, simulator::run);
        }
    }

    private interface Player {
        Detections play(Scenario scenario, RuleSet rules);
    }

    private List<CheckResult> play(SuitePlan plan, Map<String, List<Mutant>> mutants, Player player)
            throws InterruptedException {
        return SideBySide.play(
                        options.parallel(),
                        plan.checks().keySet(),
                        scenario -> judged(plan, scenario, player.play(scenario, measured(plan, scenario, mutants))),
                        (scenario, reason) -> plan.checks().getOrDefault(scenario, List.of()).stream()
                                .map(expectation -> CheckResult.withoutSimulation(
                                        scenario.id(), EventOrigin.of(scenario), expectation, reason))
                                .toList())
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    /** The rules, such that the mutants of those are evaluated that a scenario is about. */
    static RuleSet measured(SuitePlan plan, Scenario scenario, Map<String, List<Mutant>> mutants) {
        Map<String, List<TypedCondition>> variants = new LinkedHashMap<>();
        for (Expectation expectation : plan.checks().getOrDefault(scenario, List.of())) {
            variants.put(
                    expectation.rule(),
                    mutants.getOrDefault(expectation.rule(), List.of()).stream()
                            .map(Mutant::condition)
                            .toList());
        }
        return plan.rules().measuring(new Measures(variants)).explaining(variants.keySet());
    }

    private static List<CheckResult> judged(SuitePlan plan, Scenario scenario, Detections detections) {
        return CheckResult.of(detections, plan.checks().getOrDefault(scenario, List.of()));
    }

    /** What checks that passed show of the mutants of each rule. */
    static List<RuleMutation> survivors(SuitePlan plan, Map<String, List<Mutant>> mutants, List<CheckResult> results) {
        List<RuleMutation> rules = new ArrayList<>();
        for (Rule rule : plan.rules().rules()) {
            List<Mutant> of = mutants.get(rule.name());
            if (of != null) {
                BitSet killed = new BitSet();
                results.stream()
                        .filter(check -> check.rule().equals(rule.name()))
                        .forEach(check -> check.measured()
                                .ifPresent(measured -> killed.or(killed(check.expectation(), measured, of.size()))));
                List<Mutant> surviving = new ArrayList<>();
                for (int i = killed.nextClearBit(0); i < of.size(); i = killed.nextClearBit(i + 1)) {
                    surviving.add(of.get(i));
                }
                rules.add(new RuleMutation(rule, of.size(), surviving));
            }
        }
        return rules;
    }

    /** The mutants that a check would notice: those that stay silent where the rule must fire, or the reverse. */
    private static BitSet killed(Expectation expectation, Measured measured, int mutants) {
        BitSet fired = measured.variants();
        if (!expectation.isFires() || expectation.from() == Expectation.From.START) {
            fired.or(measured.variantsAtStart());
        }
        if (expectation.isFires()) {
            fired.flip(0, mutants);
        }
        return fired;
    }
}
