// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.ConditionPrinter;

/**
 * A check that must be true or, if negated, false.
 *
 * @param check the check
 * @param negated whether it must be false
 */
record Demand(Condition.Check check, boolean negated) {
    /** It as a condition. */
    Condition condition() {
        return negated ? new Condition.Not(check, check.span()) : check;
    }

    /** Two demands with the same text are the same demand. */
    String text() {
        return ConditionPrinter.print(condition());
    }
}
