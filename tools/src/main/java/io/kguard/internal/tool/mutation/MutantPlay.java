// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutation;

import io.kguard.engine.EventCause;
import io.kguard.engine.Measured;
import io.kguard.engine.Measures;
import io.kguard.engine.RuleSet;
import io.kguard.internal.condition.Variants;
import io.kguard.internal.console.Progress;
import io.kguard.internal.tool.mutant.Mutant;
import io.kguard.internal.verify.VerifyOptions;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.simulation.Simulator;
import io.kguard.simulation.Tape;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.Detections;
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
import org.jspecify.annotations.Nullable;

/**
 * Plays scenarios without changes of the rules, and then evaluates the mutants on the events that were kept: of a recording, those in
 * the file.
 */
public final class MutantPlay {
    private final VerifyOptions options;
    private final RuleSet rules;
    private final Map<Scenario, List<Expectation>> checks;
    private final Map<String, Variants> variants;
    private final Function<Scenario, @Nullable Tape> tapes;
    private final Progress progress;
    private final LongAdder evaluating = new LongAdder();

    /**
     * A play.
     *
     * @param checks the checks to make in each scenario
     * @param mutants the mutants of each rule that they are about
     * @param tapes what was played of a scenario with these rules; null if it is to be played
     */
    MutantPlay(
            VerifyOptions options,
            RuleSet rules,
            Map<Scenario, List<Expectation>> checks,
            Map<String, List<Mutant>> mutants,
            Function<Scenario, @Nullable Tape> tapes,
            Progress progress) {
        this.options = options;
        this.rules = rules;
        this.checks = checks;
        this.tapes = tapes;
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
        boolean live = checks.keySet().stream()
                .anyMatch(scenario -> scenario.recording() == null && tapes.apply(scenario) == null);
        if (!live) {
            return each(scenario -> kept(scenario, unplayed -> {
                throw new IllegalStateException("nothing was played of " + unplayed.id());
            }));
        }
        try (Simulator simulator = options.openSimulator()) {
            return each(scenario -> kept(scenario, unplayed -> simulator.tapeFor(unplayed, rules)));
        }
    }

    private List<CheckResult> kept(Scenario scenario, Function<Scenario, Tape> player) {
        if (scenario.recording() != null) {
            return evaluated(() -> RecordedScenario.run(scenario, measured(scenario)), scenario);
        }
        Tape tape = tapes.apply(scenario);
        return judged(tape == null ? player.apply(scenario) : tape, scenario);
    }

    private List<CheckResult> each(Function<Scenario, List<CheckResult>> play) throws InterruptedException {
        return SideBySide.play(
                        options.parallel(),
                        checks.keySet(),
                        progress.following(play),
                        (scenario, reason) -> expectations(scenario).stream()
                                .map(expectation -> CheckResult.withoutSimulation(
                                        scenario.id(), RecordedScenario.originOf(scenario), expectation, reason))
                                .toList())
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private List<CheckResult> judged(Tape tape, Scenario scenario) {
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
