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
 * @param surviving those that change the result of no check
 */
record RuleMutation(Rule rule, int mutants, List<Mutant> surviving) {
    RuleMutation {
        surviving = List.copyOf(surviving);
    }

    int killed() {
        return mutants - surviving.size();
    }

    /** Where the changed part of a mutant is written: in the rule, or where the rule is if it is in a macro. */
    Position positionOf(Mutant mutant) {
        return mutant.macro().isEmpty() ? rule.text().positionOf(mutant.offset()) : rule.position();
    }
}
