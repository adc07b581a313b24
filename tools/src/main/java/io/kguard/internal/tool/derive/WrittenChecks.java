// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.engine.EventCause;
import io.kguard.engine.Matching;
import io.kguard.engine.Measures;
import io.kguard.engine.RuleSet;
import io.kguard.internal.condition.Variants;
import io.kguard.internal.tool.mutant.Mutant;
import io.kguard.internal.tool.mutant.Mutator;
import io.kguard.rule.Rule;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioException;
import io.kguard.scenario.ScenarioReader;
import io.kguard.verdict.Detections;
import io.kguard.verdict.Judge;
import io.kguard.verdict.RecordedScenario;
import io.kguard.verdict.Verdict;
import io.kguard.workload.AllowedFolders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a scenario file shows of a rule, as a run judges it.
 *
 * @param problems the checks that do not pass, and what is wrong with the file
 * @param noticed the changes of the rule that a check notices
 */
record WrittenChecks(List<String> problems, List<Mutant> noticed) {
    private static final Set<EventCause> ALL = EnumSet.allOf(EventCause.class);

    WrittenChecks {
        problems = List.copyOf(problems);
        noticed = List.copyOf(noticed);
    }

    /** Judges all scenarios of a file. Those that containers play are left out. */
    static WrittenChecks of(Path file, RuleSet rules, Rule rule) {
        List<Scenario> scenarios;
        try {
            scenarios = ScenarioReader.read(file, AllowedFolders.defaults(), rules.sources());
        } catch (ScenarioException e) {
            return new WrittenChecks(List.of(String.valueOf(e.getMessage())), List.of());
        }
        List<Mutant> mutants = Mutator.mutants(rule, rules.fields(rule));
        RuleSet measured = needed(scenarios, rules, rule)
                .measuring(new Measures(Map.of(
                        rule.name(),
                        new Variants(mutants.stream().map(Mutant::condition).toList()))));
        List<String> problems = new ArrayList<>();
        BitSet noticed = new BitSet();
        for (Scenario scenario : scenarios) {
            if (scenario.recording() != null) {
                Detections detections = RecordedScenario.run(scenario, measured);
                for (Expectation expectation : scenario.expectations()) {
                    Verdict verdict = Judge.judge(detections, expectation);
                    if (verdict instanceof Verdict.Passed) {
                        noticed(detections, expectation, rule, mutants.size()).ifPresent(noticed::or);
                    } else {
                        problems.add(scenario.id() + ": " + verdict.reason());
                    }
                }
            }
        }
        return new WrittenChecks(
                problems, noticed.stream().mapToObj(mutants::get).toList());
    }

    /** The rules that can make a difference. */
    private static RuleSet needed(List<Scenario> scenarios, RuleSet rules, Rule rule) {
        boolean alone = rules.options().matching() == Matching.ALL
                && scenarios.stream()
                        .flatMap(scenario -> scenario.expectations().stream())
                        .allMatch(expectation -> expectation.rule().equals(rule.name()));
        return alone ? rules.alone(rule) : rules;
    }

    private static Optional<BitSet> noticed(Detections detections, Expectation expectation, Rule rule, int mutants) {
        if (!expectation.rule().equals(rule.name())) {
            return Optional.empty();
        }
        return detections
                .outcome(rule.name())
                .flatMap(outcome -> outcome.measured())
                .map(measured -> {
                    BitSet matched = measured.variants(ALL);
                    if (expectation.isFires()) {
                        matched.flip(0, mutants);
                    }
                    return matched;
                });
    }

    /** Whether a check notices a change. */
    boolean notices(Mutant mutant) {
        return noticed.stream()
                .anyMatch(each -> each.kind() == mutant.kind()
                        && each.offset() == mutant.offset()
                        && each.description().equals(mutant.description()));
    }
}
