// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutation;

import io.kguard.diagnostic.Position;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.report.RuleFigures;
import io.kguard.internal.report.SourcePlace;
import io.kguard.internal.result.RuleFacts;
import io.kguard.internal.tool.derive.TwoRules;
import io.kguard.internal.tool.mutant.Mutant;
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
 * @param noticed those that change the result of a check of a scenario
 * @param proofs for each mutant why no event tells it from the rule; empty if there is no proof, or if it was not looked for. Such a
 *     mutant does not count, unless it is noticed
 * @param ruleTests the rule tests of this rule, which were not run on mutants
 */
public record RuleMutation(
        RuleFacts rule,
        boolean checked,
        List<PlacedMutant> all,
        Notices noticed,
        List<String> proofs,
        List<String> ruleTests) {
    public RuleMutation {
        all = List.copyOf(all);
        proofs = List.copyOf(proofs);
        if (proofs.size() != all.size()) {
            throw new IllegalArgumentException(proofs.size() + " proofs of " + all.size() + " changes");
        }
        ruleTests = List.copyOf(ruleTests);
    }

    static RuleMutation of(
            Rule rule, FieldCatalogue fields, List<Mutant> mutants, Notices noticed, List<String> ruleTests) {
        return new RuleMutation(
                RuleFacts.of(rule),
                true,
                mutants.stream().map(mutant -> PlacedMutant.of(rule, mutant)).toList(),
                noticed,
                IntStream.range(0, mutants.size())
                        .mapToObj(i -> noticed.has(i)
                                ? ""
                                : TwoRules.indistinct(rule, mutants.get(i), fields)
                                        .orElse(""))
                        .toList(),
                ruleTests);
    }

    /** That of a rule without any check. */
    static RuleMutation unchecked(Rule rule, FieldCatalogue fields, List<Mutant> mutants) {
        RuleMutation none = of(rule, fields, mutants, Notices.NONE, List.of());
        return new RuleMutation(none.rule, false, none.all, none.noticed, none.proofs, none.ruleTests);
    }

    /** How many mutants of some rules were evaluated: of those that have a check. */
    static int evaluated(List<RuleMutation> rules) {
        return rules.stream()
                .filter(RuleMutation::checked)
                .mapToInt(rule -> rule.all.size())
                .sum();
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

    /** How many count: all but those that no event tells from the rule. */
    public int mutants() {
        return all.size() - indistinct().cardinality();
    }

    /** The numbers of those that no event tells from the rule. */
    BitSet indistinct() {
        BitSet indistinct = new BitSet();
        for (int i = 0; i < all.size(); i++) {
            indistinct.set(i, !proofs.get(i).isEmpty() && !noticed.has(i));
        }
        return indistinct;
    }

    /** How many a check notices, without those of derived acts. */
    public int killed() {
        return noticed.proven().cardinality();
    }

    /** How many only checks of derived acts notice. */
    int pinned() {
        return (int)
                IntStream.range(0, all.size()).filter(noticed::isPinnedAlone).count();
    }

    /** Those that count, and change the result of no check of a scenario but of derived ones. */
    List<PlacedMutant> unnoticed() {
        BitSet indistinct = indistinct();
        return IntStream.range(0, all.size())
                .filter(i -> !noticed.proven().get(i) && !indistinct.get(i))
                .mapToObj(i -> all.get(i).notedBy(noticed.isPinnedAlone(i)))
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

    /**
     * What a reader sees of a mutant.
     *
     * @param kind what kind of change it is
     * @param group whose part of the condition is changed
     * @param description the change in words
     * @param advice which act would be judged otherwise
     * @param macro the macro in which it is; empty for the rule's own condition
     * @param offset where the changed part begins in the text of the rule or the macro
     * @param position where the changed part is written: in the rule, or where the rule is if it is in a macro
     */
    record PlacedMutant(
            Mutant.Kind kind,
            Mutant.Group group,
            String description,
            String advice,
            String macro,
            int offset,
            Position position) {
        private static final String BY_DERIVED = " (derived acts alone notice it)";

        /** The same, and that derived acts notice it. */
        PlacedMutant notedBy(boolean derived) {
            return derived
                    ? new PlacedMutant(kind, group, description + BY_DERIVED, advice, macro, offset, position)
                    : this;
        }

        boolean isPinned() {
            return description.endsWith(BY_DERIVED);
        }

        static PlacedMutant of(Rule rule, Mutant mutant) {
            return new PlacedMutant(
                    mutant.kind(),
                    mutant.group(),
                    mutant.description(),
                    mutant.advice(),
                    mutant.macro(),
                    mutant.offset(),
                    mutant.macro().isEmpty() ? rule.text().positionOf(mutant.offset()) : rule.position());
        }
    }
}
