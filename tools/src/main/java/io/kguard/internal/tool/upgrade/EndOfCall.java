// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.condition.syntax.Operand;
import java.util.ArrayList;
import java.util.List;

/** The check {@code evt.dir = <}: that a system call has ended. */
final class EndOfCall {
    private EndOfCall() {}

    /** Whether a condition is this check. */
    static boolean is(Condition condition) {
        return condition instanceof Condition.Check check
                && check.operator() == Operator.EQ
                && check.modifier() == null
                && check.left() instanceof Operand.FieldRef field
                && field.text().equals("evt.dir")
                && check.right() instanceof Operand.Text text
                && text.value().equals("<");
    }

    /** A condition without those of these checks that are joined to others by {@code and}. Macros stay as they are. */
    static Condition removed(Condition condition) {
        if (condition instanceof Condition.And and) {
            List<Condition> rest =
                    all(and.children().stream().filter(child -> !is(child)).toList());
            if (rest.isEmpty()) {
                return and.children().get(0);
            }
            return rest.size() == 1 ? rest.get(0) : new Condition.And(rest, and.span());
        } else if (condition instanceof Condition.Or or) {
            return new Condition.Or(all(or.children()), or.span());
        } else if (condition instanceof Condition.Not not) {
            return new Condition.Not(removed(not.child()), not.span());
        }
        return condition;
    }

    private static List<Condition> all(List<Condition> conditions) {
        List<Condition> all = new ArrayList<>(conditions.size());
        conditions.forEach(condition -> all.add(removed(condition)));
        return all;
    }
}
