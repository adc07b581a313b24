// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.mutation;

import io.kguard.internal.condition.TypedCondition;

/**
 * A rule's condition with one small change.
 *
 * @param kind what kind of change it is
 * @param change the change in the words of the rule file, such as {@code removing proc.tty != 0}
 * @param macro the macro in which it is; empty for the rule's own condition
 * @param offset where the changed part begins in the text of the rule or the macro
 * @param condition the changed condition
 */
public record Mutant(MutationKind kind, String change, String macro, int offset, TypedCondition condition) {
    /** The change, with the macro in which it is. */
    public String description() {
        return macro.isEmpty() ? change : change + " in the macro " + macro;
    }
}
