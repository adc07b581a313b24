// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.internal.condition.Clause.Outcome;
import io.kguard.internal.condition.syntax.ConditionPrinter;
import io.kguard.internal.condition.syntax.Span;
import io.kguard.internal.field.EventContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Explains how conditions evaluate on the event of a context, clause by clause, in the order written. */
public final class Explainer {
    /** The depth to which progress is measured. Failures at a greater depth are equal. */
    private static final int LEVELS = 4;

    private static final int LEVEL_BITS = 12;

    private Explainer() {}

    /**
     * How far the evaluation of a condition gets, in the order written: the clauses that are true before the first that
     * is false, then those inside that one, and so on. Greater is further; {@link Long#MAX_VALUE} if the condition is
     * true.
     */
    public static long progress(TypedCondition condition, EventContext context) {
        return condition.test(context) ? Long.MAX_VALUE : progress(condition, context, LEVELS);
    }

    /**
     * How much of a condition is true beyond the point where evaluation ends. It ranks events that get equally far:
     * first by the number of true clauses, then by how similar the first failing clause's value is to an expected one.
     * Greater is closer.
     */
    public static int similarity(TypedCondition condition, EventContext context) {
        int holding = 0;
        TypedCondition failing = null;
        for (TypedCondition clause : conjuncts(withoutMacro(condition))) {
            if (clause.test(context)) {
                holding++;
            } else if (failing == null) {
                failing = clause;
            }
        }
        return holding * (Similarity.FULL + 1) + (failing == null ? 0 : Similarity.of(failing, context));
    }

    private static long progress(TypedCondition condition, EventContext context, int levels) {
        if (levels == 0) {
            return 0;
        }
        TypedCondition plain = withoutMacro(condition);
        if (plain instanceof TypedCondition.Any any) {
            long best = 0;
            for (TypedCondition child : any.children()) {
                best = Math.max(best, progress(child, context, levels));
            }
            return best;
        }
        if (plain instanceof TypedCondition.All) {
            List<TypedCondition> clauses = conjuncts(plain);
            for (int i = 0; i < clauses.size(); i++) {
                if (!clauses.get(i).test(context)) {
                    long inside = progress(clauses.get(i), context, levels - 1);
                    return (Math.min(i, (1L << LEVEL_BITS) - 1) << LEVEL_BITS * (levels - 1)) + inside;
                }
            }
        }
        return 0;
    }

    /**
     * The clauses of a condition: the operands of its outermost {@code and}.
     *
     * @return one clause for each, in the order written
     */
    public static List<Clause> clauses(TypedCondition condition, EventContext context) {
        return list(conjuncts(condition), true, context, true);
    }

    /**
     * The part that makes a condition false: the first that is false, in the order written. It is as small as one part of
     * the condition's own text can be: not inside a macro, and a whole {@code or}.
     *
     * @return null if the condition is true
     */
    public static @Nullable Span failing(TypedCondition condition, EventContext context) {
        TypedCondition at = condition;
        if (at.test(context)) {
            return null;
        }
        while (at instanceof TypedCondition.All all) {
            at = all.children().stream()
                    .filter(child -> !child.test(context))
                    .findFirst()
                    .orElseThrow();
        }
        return at.source().span();
    }

    /** The parts that must all be true. Parentheses that only group do not count. */
    private static List<TypedCondition> conjuncts(TypedCondition condition) {
        if (!(condition instanceof TypedCondition.All all)) {
            return List.of(condition);
        }
        List<TypedCondition> flat = new ArrayList<>();
        for (TypedCondition child : all.children()) {
            flat.addAll(conjuncts(child));
        }
        return flat;
    }

    private static TypedCondition withoutMacro(TypedCondition condition) {
        TypedCondition plain = condition;
        while (plain instanceof TypedCondition.Macro macro) {
            plain = macro.body();
        }
        return plain;
    }

    /** Clauses joined by {@code and} or {@code or}: once one decides, the rest does not matter. */
    private static List<Clause> list(
            List<TypedCondition> conditions, boolean all, EventContext context, boolean relevant) {
        List<Clause> clauses = new ArrayList<>();
        boolean open = relevant;
        for (TypedCondition condition : conditions) {
            clauses.add(clause(condition, context, open));
            open &= condition.test(context) == all;
        }
        return clauses;
    }

    private static Clause clause(TypedCondition condition, EventContext context, boolean relevant) {
        String text = ConditionPrinter.print(condition.source());
        Outcome outcome = !relevant ? Outcome.UNDECIDED : condition.test(context) ? Outcome.YES : Outcome.NO;
        if (condition instanceof TypedCondition.Leaf leaf) {
            return new Clause(text, outcome, ActualValue.of(leaf.check(), context), List.of());
        } else if (condition instanceof TypedCondition.Macro macro) {
            return new Clause(text, outcome, null, list(conjuncts(macro.body()), true, context, relevant));
        } else if (condition instanceof TypedCondition.All all) {
            return new Clause(text, outcome, null, list(all.children(), true, context, relevant));
        } else if (condition instanceof TypedCondition.Any any) {
            return new Clause(text, outcome, null, list(any.children(), false, context, relevant));
        }
        TypedCondition child = ((TypedCondition.Negation) condition).child();
        if (child instanceof TypedCondition.Leaf leaf) {
            return new Clause(text, outcome, ActualValue.of(leaf.check(), context), List.of());
        }
        return new Clause(text, outcome, null, List.of(clause(child, context, relevant)));
    }
}
