// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Condition.Operator;
import java.util.List;
import java.util.Set;

/** Decides whether one condition is true whenever another one is. If unsure, the answer is no. */
final class Implication {
    /** The maximum number of steps for one question, and for all together. */
    private static final int MAX_STEPS = 100_000;

    private static final long MAX_TOTAL = 500_000;

    private final CheckFacts facts;
    private final ConstantConditions constants;
    private int steps;
    private long total;

    Implication(CheckFacts facts, ConstantConditions constants) {
        this.facts = facts;
        this.constants = constants;
    }

    /** Whether a condition is true if all given parts are. */
    boolean holds(Condition condition, List<Literal> given) {
        steps = 0;
        boolean holds = implied(condition, false, given, true);
        total += steps;
        return holds;
    }

    /** Whether the limit of steps was reached. */
    boolean isExhausted() {
        return total > MAX_TOTAL;
    }

    private boolean implied(Condition goal, boolean negated, List<Literal> given, boolean split) {
        if (++steps > MAX_STEPS) {
            return false;
        }
        if (goal instanceof Condition.Not not) {
            return implied(not.child(), !negated, given, split);
        } else if (goal instanceof Condition.MacroUse use) {
            return implied(use.body(), negated, given, split);
        }
        Truth truth = constants.of(goal);
        if ((negated ? truth.negated() : truth) == Truth.ALWAYS) {
            return true;
        }
        if (goal instanceof Condition.Check check) {
            return given.stream().anyMatch(fact -> fact.isCheck() && implies(fact, check, negated))
                    || split && bySplitting(goal, negated, given);
        }
        List<Condition> children = goal.children();
        if (children.isEmpty()) {
            return false;
        }
        boolean all = goal instanceof Condition.And != negated;
        return all
                ? children.stream().allMatch(child -> implied(child, negated, given, split))
                : children.stream().anyMatch(child -> implied(child, negated, given, false))
                        || split && bySplitting(goal, negated, given);
    }

    /** Whether one of the parts is an alternative each of whose cases is enough. */
    private boolean bySplitting(Condition goal, boolean negated, List<Literal> given) {
        return given.stream()
                .filter(fact -> !fact.isCheck())
                .map(fact -> Literal.anyOf(fact.condition(), fact.negated()))
                .anyMatch(alternatives -> !alternatives.isEmpty()
                        && alternatives.stream()
                                .allMatch(one ->
                                        implied(goal, negated, Literal.allOf(one.condition(), one.negated()), false)));
    }

    private boolean implies(Literal fact, Condition.Check goal, boolean negated) {
        steps++;
        Condition.Check given = fact.check();
        if (fact.negated() == negated && facts.text(given).equals(facts.text(goal))) {
            return true;
        }
        if (!facts.sameField(given, goal)) {
            return false;
        }
        Set<String> values = facts.values(given);
        Set<String> wanted = facts.values(goal);
        if (fact.negated()) {
            return negated && values != null && wanted != null && values.containsAll(wanted);
        }
        if (goal.operator() == Operator.EXISTS) {
            return !negated;
        }
        if (values != null) {
            return values.stream().allMatch(value -> {
                Boolean holds = facts.test(goal, value);
                return holds != null && holds != negated;
            });
        }
        String prefix = facts.prefix(given);
        String wantedPrefix = facts.prefix(goal);
        return !negated && prefix != null && wantedPrefix != null && prefix.startsWith(wantedPrefix);
    }
}
