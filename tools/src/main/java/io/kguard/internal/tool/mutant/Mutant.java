// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutant;

import io.kguard.internal.condition.TypedCondition;

/**
 * A rule's condition with one small change.
 *
 * @param kind what kind of change it is
 * @param group whose part of the condition is changed
 * @param change the change in the words of the rule file, such as {@code removing proc.tty != 0}
 * @param advice which act would be judged otherwise, such as {@code a twin in which `proc.tty != 0` is false}
 * @param macro the macro in which it is; empty for the rule's own condition
 * @param offset where the changed part begins in the text of the rule or the macro
 * @param condition the changed condition
 */
public record Mutant(
        MutationKind kind,
        MutantGroup group,
        String change,
        String advice,
        String macro,
        int offset,
        TypedCondition condition) {
    /** The change, with the macro in which it is. */
    public String description() {
        return macro.isEmpty() ? change : change + " in the macro " + macro;
    }
}
