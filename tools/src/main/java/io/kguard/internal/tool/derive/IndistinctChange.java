// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.tool.mutant.Mutant;
import io.kguard.rule.Rule;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Proves of a change of a rule that no event tells it from the rule: neither can there be an event that only the rule matches, nor one
 * that only the changed rule matches. A change without a proof may still be such.
 */
final class IndistinctChange {
    private static final String ANY = "the change has no other result";

    private IndistinctChange() {}

    /**
     * Why no event tells a change from the rule; empty if there is no proof.
     *
     * @param fields the fields of the rule's source
     */
    static Optional<String> proof(Rule rule, Mutant mutant, FieldCatalogue fields) {
        Distinction distinction =
                Distinction.of(rule.condition(), mutant.condition().source());
        Contradictions contradictions = new Contradictions(fields);
        String fewer = never(distinction.match(), distinction.item(), contradictions);
        String more = fewer == null ? null : never(distinction.nearMiss(), distinction.item(), contradictions);
        if (fewer == null || more == null) {
            return Optional.empty();
        }
        return Optional.of(
                more.equals(ANY) || more.equals(fewer) ? fewer : fewer.equals(ANY) ? more : fewer + "; " + more);
    }

    private static @Nullable String never(
            @Nullable Condition goal, Distinction.@Nullable Item item, Contradictions contradictions) {
        if (goal == null) {
            return ANY;
        }
        ActSolver.Answer.Impossible impossible =
                contradictions.find(item == null ? goal : Conditions.all(List.of(decided(item), goal)));
        return impossible == null ? null : impossible.why();
    }

    /** What follows where the item decides: the check with the item alone. It excludes more than the lists do one by one. */
    private static Condition decided(Distinction.Item item) {
        Condition.Check of = (Condition.Check) item.of();
        return new Condition.Check(
                of.left(),
                of.operator(),
                of.modifier(),
                new Operand.TextList(
                        List.of(new Operand.Text(item.text(), true, of.right().span())),
                        of.right().span()),
                of.span());
    }
}
