// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutation;

import io.kguard.engine.EventCause;
import io.kguard.engine.Measured;
import io.kguard.engine.Measures;
import io.kguard.engine.RuleSet;
import io.kguard.internal.condition.Variants;
import io.kguard.internal.console.Progress;
import io.kguard.internal.mutation.Mutant;
import io.kguard.internal.verify.VerifyOptions;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.simulation.Simulator;
import io.kguard.simulation.Tape;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.Detections;
import io.kguard.verdict.EventOrigin;
import io.kguard.verdict.RecordedScenario;
import io.kguard.verdict.SideBySide;
import java.lang.management.ManagementFactory;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Plays scenarios without changes of the rules, and then evaluates the mutants on the events that were kept: of a recording, those in
 * the file.
 */
public final class MutantPlay {
    private final VerifyOptions options;
    private final RuleSet rules;
    private final Map<Scenario, List<Expectation>> checks;
    private final Map<String, Variants> variants;
    private final Progress progress;
    private final LongAdder evaluating = new LongAdder();

    /**
     * A play.
     *
     * @param checks the checks to make in each scenario
     * @param mutants the mutants of each rule that they are about
     */
    MutantPlay(
            VerifyOptions options,
            RuleSet rules,
            Map<Scenario, List<Expectation>> checks,
            Map<String, List<Mutant>> mutants,
            Progress progress) {
        this.options = options;
        this.rules = rules;
        this.checks = checks;
        this.progress = progress;
        this.variants = variants(mutants);
    }

    /** The mutants of each rule, ready to be evaluated. */
    static Map<String, Variants> variants(Map<String, List<Mutant>> mutants) {
        Map<String, Variants> variants = new HashMap<>();
        mutants.forEach((rule, changed) -> variants.put(
                rule, new Variants(changed.stream().map(Mutant::condition).toList())));
        return variants;
    }

    /** The processor time of evaluating, of all threads. */
    long evaluatingNanos() {
        return evaluating.sum();
    }

    /**
     * Plays all scenarios.
     *
     * @return the results of the checks, with the mutants that were true
     */
    List<CheckResult> run() throws InterruptedException {
        boolean live = checks.keySet().stream().anyMatch(scenario -> scenario.recording() == null);
        if (!live) {
            return each(scenario -> evaluated(() -> RecordedScenario.run(scenario, measured(scenario)), scenario));
        }
        try (Simulator simulator = options.openSimulator()) {
            return each(scenario -> scenario.recording() == null
                    ? played(simulator, scenario)
                    : evaluated(() -> RecordedScenario.run(scenario, measured(scenario)), scenario));
        }
    }

    private List<CheckResult> each(Function<Scenario, List<CheckResult>> play) throws InterruptedException {
        return SideBySide.play(
                        options.parallel(),
                        checks.keySet(),
                        progress.following(play),
                        (scenario, reason) -> expectations(scenario).stream()
                                .map(expectation -> CheckResult.withoutSimulation(
                                        scenario.id(), EventOrigin.of(scenario), expectation, reason))
                                .toList())
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private List<CheckResult> played(Simulator simulator, Scenario scenario) {
        Tape tape = simulator.tapeFor(scenario, rules);
        List<CheckResult> played = CheckResult.of(tape.played().sentBy(options.config()), expectations(scenario));
        return played.stream().anyMatch(CheckResult::isPassed)
                ? evaluated(() -> tape.judge(measured(scenario)), scenario)
                : played;
    }

    private List<CheckResult> evaluated(Supplier<Detections> evaluation, Scenario scenario) {
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        Detections detections = evaluation.get();
        evaluating.add(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
        return CheckResult.of(detections.sentBy(options.config()), expectations(scenario));
    }

    private RuleSet measured(Scenario scenario) {
        return measured(rules, expectations(scenario), variants);
    }

    /** Rules, such that the mutants of those are evaluated that checks are about. */
    static RuleSet measured(RuleSet rules, List<Expectation> checks, Map<String, Variants> variants) {
        Map<String, Variants> measured = new HashMap<>();
        checks.forEach(expectation ->
                measured.put(expectation.rule(), variants.getOrDefault(expectation.rule(), Variants.NONE)));
        return rules.measuring(new Measures(measured)).explaining(measured.keySet());
    }

    private List<Expectation> expectations(Scenario scenario) {
        return checks.getOrDefault(scenario, List.of());
    }

    /**
     * The mutants that a check would notice: those that stay silent where the rule must fire, or the reverse.
     *
     * @param mutants how many there are
     * @return empty if the check measured nothing
     */
    public static Optional<BitSet> noticed(CheckResult check, int mutants) {
        return check.measured().map(measured -> noticed(check.expectation(), measured, mutants));
    }

    private static BitSet noticed(Expectation expectation, Measured measured, int mutants) {
        Set<EventCause> counted = expectation.isFires() ? expectation.from().causes() : expectation.forbidden();
        BitSet fired = measured.variants(counted);
        if (expectation.isFires()) {
            fired.flip(0, mutants);
        }
        return fired;
    }
}
