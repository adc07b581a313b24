// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutation;

import io.kguard.internal.mutation.Mutant;
import io.kguard.internal.report.RuleFigures;
import io.kguard.internal.report.SourcePlace;
import io.kguard.internal.result.RuleFacts;
import io.kguard.rule.Rule;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The mutants of a rule, and those that its checks do not notice.
 *
 * @param rule the rule
 * @param checked whether a scenario has a check of it; without one nothing notices a mutant
 * @param all its mutants
 * @param noticed the numbers of those that change the result of a check of a scenario
 * @param ruleTests the rule tests of this rule, which were not run on mutants
 */
public record RuleMutation(
        RuleFacts rule, boolean checked, List<PlacedMutant> all, BitSet noticed, List<String> ruleTests) {
    public RuleMutation {
        all = List.copyOf(all);
        noticed = (BitSet) noticed.clone();
        ruleTests = List.copyOf(ruleTests);
    }

    static RuleMutation of(Rule rule, List<Mutant> mutants, BitSet noticed, List<String> ruleTests) {
        return new RuleMutation(
                RuleFacts.of(rule),
                true,
                mutants.stream().map(mutant -> PlacedMutant.of(rule, mutant)).toList(),
                noticed,
                ruleTests);
    }

    /** That of a rule without any check. */
    static RuleMutation unchecked(Rule rule, List<Mutant> mutants) {
        RuleMutation none = of(rule, mutants, new BitSet(), List.of());
        return new RuleMutation(none.rule, false, none.all, none.noticed, none.ruleTests);
    }

    /**
     * What the reports say of it.
     *
     * @param root the folder of the project
     */
    RuleFigures.Mutants figures(Path root) {
        return new RuleFigures.Mutants(
                mutants(),
                surviving().stream()
                        .map(mutant -> new RuleFigures.Survivor(
                                mutant.description(),
                                mutant.group().label(),
                                mutant.advice(),
                                mutant.macro(),
                                mutant.offset(),
                                SourcePlace.of(mutant.position(), root)))
                        .toList());
    }

    int mutants() {
        return all.size();
    }

    /** How many a check notices. */
    public int killed() {
        return noticed.cardinality();
    }

    /** Those that change the result of no check of a scenario. */
    List<PlacedMutant> unnoticed() {
        return IntStream.range(0, all.size())
                .filter(i -> !noticed.get(i))
                .mapToObj(all::get)
                .toList();
    }

    /** The mutants that no check notices. */
    List<PlacedMutant> surviving() {
        return ruleTests.isEmpty() ? unnoticed() : List.of();
    }

    /** The mutants that no scenario notices, but a rule test may. */
    List<PlacedMutant> undecided() {
        return ruleTests.isEmpty() ? List.of() : unnoticed();
    }
}
