// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.ConditionParser;
import java.util.IdentityHashMap;
import java.util.List;

/** Measures how deeply conditions nest after macros are replaced. Shared macros are measured once. */
final class Depths {
    /** The maximum depth of a condition. Half the usual stack of a thread is enough to walk through one this deep. */
    static final int MAX = ConditionParser.MAX_DEPTH;

    private final IdentityHashMap<Condition, Integer> bodies = new IdentityHashMap<>();

    int of(Condition condition) {
        if (condition instanceof Condition.MacroUse use) {
            Integer known = bodies.get(use.body());
            if (known == null) {
                known = 1 + of(use.body());
                bodies.put(use.body(), known);
            }
            return known;
        }
        List<Condition> children = condition instanceof Condition.And and
                ? and.children()
                : condition instanceof Condition.Or or
                        ? or.children()
                        : condition instanceof Condition.Not not ? List.of(not.child()) : List.of();
        int deepest = 0;
        for (Condition child : children) {
            deepest = Math.max(deepest, of(child));
        }
        return 1 + deepest;
    }
}
