// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import io.kguard.internal.condition.syntax.Condition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * A part that must be true or, if negated, false.
 *
 * @param condition a check or a name; or an {@code or} that must be true, or an {@code and} that must be false
 */
record Literal(Condition condition, boolean negated) {

    /** The parts whose conjunction is equivalent to a condition or its negation. */
    static List<Literal> allOf(Condition condition, boolean negated) {
        List<Literal> literals = new ArrayList<>();
        collect(condition, negated, true, literals, identitySet(), identitySet());
        return literals;
    }

    /** The parts whose disjunction is equivalent to a condition or its negation; none of them is an {@code or}. */
    static List<Literal> anyOf(Condition condition, boolean negated) {
        List<Literal> literals = new ArrayList<>();
        collect(condition, negated, false, literals, identitySet(), identitySet());
        return literals;
    }

    private static Set<Condition> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    private static void collect(
            Condition condition,
            boolean negated,
            boolean all,
            List<Literal> out,
            Set<Condition> plain,
            Set<Condition> inverted) {
        if (!(negated ? inverted : plain).add(condition)) {
            return;
        }
        if (condition instanceof Condition.Not not) {
            collect(not.child(), !negated, all, out, plain, inverted);
        } else if (condition instanceof Condition.MacroUse use) {
            collect(use.body(), negated, all, out, plain, inverted);
        } else if (condition instanceof Condition.And and && negated != all) {
            and.children().forEach(child -> collect(child, negated, all, out, plain, inverted));
        } else if (condition instanceof Condition.Or or && negated == all) {
            or.children().forEach(child -> collect(child, negated, all, out, plain, inverted));
        } else {
            out.add(new Literal(condition, negated));
        }
    }

    /** Whether it is a check. */
    boolean isCheck() {
        return condition instanceof Condition.Check;
    }

    Condition.Check check() {
        return (Condition.Check) condition;
    }
}
