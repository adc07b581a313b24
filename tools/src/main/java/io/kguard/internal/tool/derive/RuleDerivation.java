// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.internal.tool.mutant.Mutant;
import io.kguard.rule.Rule;
import java.util.List;

/**
 * The acts that test a rule.
 *
 * @param rule the rule
 * @param acts the acts, the first of which fires the rule; empty if none was found
 * @param outcome whether there is an act that fires the rule
 * @param why the reason if there is none, with the clauses; empty otherwise
 * @param mutants how many changes of the rule the acts are measured by
 * @param impossible the changes that no event can tell from the rule
 * @param unsolved the changes for which no act was found
 */
public record RuleDerivation(
        Rule rule,
        List<DerivedAct> acts,
        Outcome outcome,
        String why,
        int mutants,
        List<Unshown> impossible,
        List<Unshown> unsolved) {
    public RuleDerivation {
        acts = List.copyOf(acts);
        impossible = List.copyOf(impossible);
        unsolved = List.copyOf(unsolved);
    }

    /** What was found. */
    public enum Outcome {
        /** An act that fires the rule. */
        SOLVED,
        /** The proof that no event fires the rule. */
        IMPOSSIBLE,
        /** Neither. */
        UNSOLVED
    }

    /** How many changes of the rule an act notices. */
    public int noticed() {
        return mutants - impossible.size() - unsolved.size();
    }

    /**
     * A change of a rule that no derived act notices.
     *
     * @param mutant the change
     * @param why why there is no act, with the clauses that are the reason
     */
    record Unshown(Mutant mutant, String why) {}
}
