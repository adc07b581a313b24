// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutation;

import io.kguard.diagnostic.Position;
import io.kguard.internal.tool.mutant.Mutant;
import io.kguard.internal.tool.mutant.MutantGroup;
import io.kguard.internal.tool.mutant.MutationKind;
import io.kguard.rule.Rule;

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
        MutationKind kind,
        MutantGroup group,
        String description,
        String advice,
        String macro,
        int offset,
        Position position) {
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
