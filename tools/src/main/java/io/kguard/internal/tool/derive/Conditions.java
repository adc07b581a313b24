// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.internal.condition.syntax.Condition;
import java.util.ArrayList;
import java.util.List;

/** Makes conditions of others. */
final class Conditions {
    private Conditions() {}

    /** A condition that is true where another is false. */
    static Condition not(Condition condition) {
        return condition instanceof Condition.Not not ? not.child() : new Condition.Not(condition, condition.span());
    }

    /** A condition that is true where all of some are; parts of {@code and} become parts of it. */
    static Condition all(List<Condition> conditions) {
        List<Condition> flat = new ArrayList<>();
        for (Condition condition : conditions) {
            if (condition instanceof Condition.And and) {
                flat.addAll(and.children());
            } else {
                flat.add(condition);
            }
        }
        return flat.size() == 1
                ? flat.get(0)
                : new Condition.And(flat, flat.get(0).span());
    }
}
