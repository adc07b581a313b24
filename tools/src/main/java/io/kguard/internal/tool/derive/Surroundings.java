// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.internal.condition.TypeChecker;
import io.kguard.internal.condition.TypedCondition;
import io.kguard.internal.condition.Variants;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.ConditionException;
import io.kguard.internal.condition.syntax.ConditionPrinter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** What stands beside the changes of a rule, all of it evaluated at once for an act. Not thread-safe. */
final class Surroundings {
    private final IdentityHashMap<Distinction, BitSet> parts = new IdentityHashMap<>();
    private final IdentityHashMap<Act, BitSet> met = new IdentityHashMap<>();
    private final Variants conditions;
    private final ActPlay play;

    Surroundings(List<Distinction> distinctions, TypeChecker checker, ActPlay play) {
        this.play = play;
        Map<String, Integer> numbers = new HashMap<>();
        List<TypedCondition> typed = new ArrayList<>();
        for (Distinction distinction : distinctions) {
            BitSet own = new BitSet();
            for (Condition part : distinction.surroundings()) {
                own.set(numbers.computeIfAbsent(ConditionPrinter.print(part), text -> {
                    typed.add(checked(checker, part));
                    return typed.size() - 1;
                }));
            }
            parts.put(distinction, own);
        }
        this.conditions = new Variants(typed);
    }

    private static TypedCondition checked(TypeChecker checker, Condition part) {
        try {
            return checker.check(part);
        } catch (ConditionException e) {
            throw new IllegalStateException(e); // a part of a condition that was checked
        }
    }

    /** The numbers of the parts that stand beside a change. */
    BitSet of(Distinction distinction) {
        return parts.getOrDefault(distinction, new BitSet());
    }

    /** The numbers of the parts that are true for an event of an act. */
    BitSet metBy(Act act) {
        return met.computeIfAbsent(act, key -> play.play(act, conditions).conditions());
    }
}
