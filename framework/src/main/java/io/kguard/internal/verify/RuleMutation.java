// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.mutation.Mutant;
import io.kguard.rule.Position;
import io.kguard.rule.Rule;
import java.util.List;

/**
 * The mutants of a rule, and those that its checks do not notice.
 *
 * @param rule the rule
 * @param mutants how many it has
 * @param unnoticed those that change the result of no check of a scenario
 * @param ruleTests the rule tests of this rule, which were not run on mutants
 */
record RuleMutation(Rule rule, int mutants, List<Mutant> unnoticed, List<String> ruleTests) {
    private static final double PERCENT = 100;

    RuleMutation {
        unnoticed = List.copyOf(unnoticed);
        ruleTests = List.copyOf(ruleTests);
    }

    int killed() {
        return mutants - unnoticed.size();
    }

    /** The mutants that no check notices. */
    List<Mutant> surviving() {
        return ruleTests.isEmpty() ? unnoticed : List.of();
    }

    /** The mutants that no scenario notices, but a rule test may. */
    List<Mutant> undecided() {
        return ruleTests.isEmpty() ? List.of() : unnoticed;
    }

    /** The share of mutants that a check notices, in percent, without the undecided ones; 0 if there are none. */
    static double score(List<RuleMutation> rules) {
        int killed = rules.stream().mapToInt(RuleMutation::killed).sum();
        int surviving = rules.stream().mapToInt(rule -> rule.surviving().size()).sum();
        return killed + surviving == 0 ? 0 : PERCENT * killed / (killed + surviving);
    }

    /** Where the changed part of a mutant is written: in the rule, or where the rule is if it is in a macro. */
    Position positionOf(Mutant mutant) {
        return mutant.macro().isEmpty() ? rule.text().positionOf(mutant.offset()) : rule.position();
    }
}
