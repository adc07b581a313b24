// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.ClauseCoverage;
import io.kguard.internal.condition.TypedCondition;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.result.RuleFacts;
import io.kguard.internal.source.EventSources;
import io.kguard.internal.tool.mutant.Mutant;
import io.kguard.internal.tool.mutant.Mutator;
import io.kguard.internal.tool.mutation.MutantPlay;
import io.kguard.rule.CheckedRule;
import io.kguard.rule.Rule;
import io.kguard.verdict.CheckResult;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares coverage with mutation: a clause can be removed unnoticed exactly if the result that its removal takes away counts for
 * no check.
 */
final class RemovedClauses {
    private int counted;
    private int removable;
    private final List<String> disagreements = new ArrayList<>();

    private RemovedClauses() {}

    /** A place in a condition or a macro. */
    private record Place(String macro, int offset, String text) {}

    /**
     * Compares the rules whose checks all passed.
     *
     * @param checks checks of which mutants of the rules were evaluated, too
     */
    static RemovedClauses of(List<Rule> rules, List<CheckResult> checks) {
        RemovedClauses all = new RemovedClauses();
        for (Rule rule : rules) {
            List<CheckResult> own = checks.stream()
                    .filter(check -> check.rule().equals(rule.name()))
                    .toList();
            if (!own.isEmpty()
                    && own.stream()
                            .allMatch(check ->
                                    check.isPassed() && check.measured().isPresent())) {
                all.compare(rule, own);
            }
        }
        return all;
    }

    private void compare(Rule rule, List<CheckResult> checks) {
        List<Mutant> mutants = Mutator.mutants(
                rule,
                FieldCatalogue.of(
                        EventSources.BUILT_IN,
                        EventSources.BUILT_IN.named(rule.source()).orElseThrow(),
                        FalcoVersion.CURRENT));
        BitSet noticed = new BitSet();
        checks.forEach(check -> MutantPlay.noticed(check, mutants.size()).ifPresent(noticed::or));
        Map<Place, Boolean> removed = new HashMap<>();
        for (int i = 0; i < mutants.size(); i++) {
            Mutant mutant = mutants.get(i);
            if (mutant.kind() == Mutant.Kind.REMOVED) {
                String text = mutant.change().substring("removing ".length());
                removed.put(new Place(mutant.macro(), mutant.offset(), text), noticed.get(i));
            }
        }
        RuleCoverage coverage = RuleCoverage.of(RuleFacts.of(rule), checks);
        Map<Place, List<Boolean>> counts = new HashMap<>();
        coverage.proven()
                .coverage()
                .ifPresent(clause -> walk(CheckedRule.of(rule).typedCondition(), clause, "", counts));
        counts.forEach((place, uses) -> {
            Boolean notices = removed.get(place);
            if (notices == null || uses.size() > 1) {
                return; // no such change, or a macro that is used several times
            }
            counted += uses.get(0) ? 1 : 0;
            removable += uses.get(0) && !notices ? 1 : 0;
            if (!notices.equals(uses.get(0))) {
                disagreements.add(rule.name() + ": " + place + (notices ? " is needed" : " can be removed"));
            }
        });
    }

    /** Whether the result that a removal takes away counts: of a part joined by "and" the false one, by "or" the true one. */
    private static void walk(
            TypedCondition condition, ClauseCoverage clause, String macro, Map<Place, List<Boolean>> counts) {
        List<TypedCondition> parts = List.of();
        boolean all = condition instanceof TypedCondition.All;
        if (condition instanceof TypedCondition.All and) {
            parts = and.children();
        } else if (condition instanceof TypedCondition.Any or) {
            parts = or.children();
        } else if (condition instanceof TypedCondition.Negation not) {
            walk(not.child(), clause.children().get(0), macro, counts);
        } else if (condition instanceof TypedCondition.Macro use) {
            walk(use.body(), clause.children().get(0), clause.text(), counts);
        }
        for (int i = 0; i < parts.size(); i++) {
            ClauseCoverage part = clause.children().get(i);
            boolean counted = (all ? part.decidedFalse() : part.decidedTrue()) > 0;
            counts.computeIfAbsent(new Place(macro, part.span().start(), part.text()), place -> new ArrayList<>())
                    .add(counted);
            walk(parts.get(i), part, macro, counts);
        }
    }

    /** The clauses whose removal a check should notice, as coverage has it. */
    int counted() {
        return counted;
    }

    /** Those of them that can be removed, and no check notices. */
    int removable() {
        return removable;
    }

    /** Where coverage and mutation say different things. */
    List<String> disagreements() {
        return List.copyOf(disagreements);
    }
}
