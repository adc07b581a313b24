// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutation;

import io.kguard.engine.RuleSet;
import io.kguard.internal.console.Console;
import io.kguard.internal.console.Progress;
import io.kguard.internal.tool.mutant.Mutant;
import io.kguard.internal.tool.mutant.Mutator;
import io.kguard.internal.tool.mutant.SharedMacros;
import io.kguard.internal.verify.LessSeen;
import io.kguard.internal.verify.SuitePlan;
import io.kguard.internal.verify.VerifyOptions;
import io.kguard.rule.Rule;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.simulation.Tape;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How well the checks of rules that a change touches prove what it changed: small changes of the clauses that the rules did not have
 * before are evaluated on the events of these checks.
 *
 * @param options the rules after the change, the scenarios, and how they are played
 * @param before the rules before the change
 */
public record ChangedClauses(VerifyOptions options, RuleSet before, Console console) {
    /**
     * What is known of a rule.
     *
     * @param rule its name
     * @param fires how many checks that it fires pass
     * @param silent how many checks that it stays silent pass
     * @param mutants how many small changes of its changed clauses count; none if no check passes
     * @param noticed how many of them a check notices
     * @param surviving the others: where, and what
     * @param failing its checks that do not pass. Then no small change is evaluated
     */
    public record Proof(
            String rule,
            long fires,
            long silent,
            int mutants,
            int noticed,
            List<String> surviving,
            List<Failing> failing) {
        /** Copies the lists. */
        public Proof {
            surviving = List.copyOf(surviving);
            failing = List.copyOf(failing);
        }
    }

    /**
     * A check that does not pass.
     *
     * @param scenario the scenario's id
     * @param what what happened instead, in a few words
     * @param isJudged whether it failed; else it could not be judged
     */
    public record Failing(String scenario, String what, boolean isJudged) {
        static Failing of(CheckResult check) {
            boolean judged = check.verdict() instanceof Verdict.Failed;
            return new Failing(
                    check.scenario(),
                    judged
                            ? check.expectation().isFires() ? "does not fire" : "fires"
                            : "not judged: " + doubt(check.verdict().reason()),
                    judged);
        }

        /** The first doubt. The title above it says which check is meant, which the reader knows. */
        private static String doubt(String reason) {
            List<String> lines = reason.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            return lines.isEmpty() ? "" : lines.get(Math.min(1, lines.size() - 1));
        }
    }

    /**
     * Makes the checks of some rules.
     *
     * @param changed their names, each with the name of the same rule before the change
     * @param tapes what was played of a scenario with the rules after the change; null if it is to be played
     * @throws io.kguard.diagnostic.KguardException if rules or scenarios do not load, or a scenario can't be played
     */
    public List<Proof> of(Map<String, String> changed, Function<Scenario, @Nullable Tape> tapes)
            throws IOException, InterruptedException {
        SuitePlan plan = SuitePlan.of(options);
        String unseen = LessSeen.describe(options, plan);
        if (!unseen.isEmpty()) {
            throw new IllegalArgumentException(unseen);
        }
        Map<String, List<Mutant>> mutants = mutants(plan.rules(), changed);
        Map<Scenario, List<Expectation>> checks = new LinkedHashMap<>();
        plan.checks().forEach((scenario, expectations) -> {
            List<Expectation> own = expectations.stream()
                    .filter(expectation -> mutants.containsKey(expectation.rule()))
                    .toList();
            if (!own.isEmpty()) {
                checks.put(scenario, own);
            }
        });
        List<CheckResult> results = new ArrayList<>(plan.refused());
        if (!checks.isEmpty()) {
            results.addAll(new MutantPlay(
                            options,
                            plan.rules(),
                            checks,
                            mutants,
                            tapes,
                            Progress.ofScenarios(console, checks.size(), System::nanoTime))
                    .run());
        }
        SuiteMutation measured = SuiteMutation.of(plan, mutants, results, Map.of(), Duration.ZERO);
        return mutants.keySet().stream()
                .map(rule -> proof(rule, results, measured.report()))
                .toList();
    }

    private static Proof proof(String name, List<CheckResult> results, MutationReport report) {
        List<CheckResult> own = results.stream()
                .filter(check -> check.rule().equals(name) && check.isPassed())
                .toList();
        long fires = own.stream().filter(check -> check.expectation().isFires()).count();
        List<RuleMutation> measured = report.rules().stream()
                .filter(rule -> rule.checked() && rule.rule().name().equals(name) && !own.isEmpty())
                .toList();
        return new Proof(
                name,
                fires,
                own.size() - fires,
                measured.stream().mapToInt(RuleMutation::mutants).sum(),
                measured.stream().mapToInt(RuleMutation::killed).sum(),
                measured.stream()
                        .flatMap(rule -> rule.unnoticed().stream())
                        .map(mutant -> mutant.position() + ": " + mutant.description())
                        .toList(),
                results.stream()
                        .filter(check -> check.rule().equals(name) && !check.isPassed())
                        .map(Failing::of)
                        .toList());
    }

    /** The mutants of rules that the same rule before the change did not have. */
    private Map<String, List<Mutant>> mutants(RuleSet after, Map<String, String> changed) {
        SharedMacros sharedBefore = SharedMacros.of(before.rules());
        SharedMacros sharedAfter = SharedMacros.of(after.rules());
        Map<String, List<Mutant>> mutants = new LinkedHashMap<>();
        for (Rule rule : after.rules()) {
            String was = changed.get(rule.name());
            if (was != null) {
                Set<String> known = before.rules().stream()
                        .filter(other -> other.name().equals(was))
                        .flatMap(other -> Mutator.mutants(other, before.fields(other), sharedBefore).stream())
                        .map(Mutant::description)
                        .collect(Collectors.toSet());
                mutants.put(
                        rule.name(),
                        Mutator.mutants(rule, after.fields(rule), sharedAfter).stream()
                                .filter(mutant -> !known.contains(mutant.description()))
                                .toList());
            }
        }
        return mutants;
    }
}
