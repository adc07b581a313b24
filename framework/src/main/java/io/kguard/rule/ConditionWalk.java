package io.kguard.rule;

import io.kguard.condition.Condition;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the checks of a rule's condition, from left to right, into each macro once, and knows for each where it was
 * written and which macros led to it.
 */
final class ConditionWalk {
    private final Function<String, @Nullable TracedText> macros;
    private final Visitor visitor;
    private final Set<Condition> entered = Collections.newSetFromMap(new IdentityHashMap<>());

    /** What is done with each check. */
    interface Visitor {
        /**
         * Looks at a check.
         *
         * @param context the rule's condition, and the uses of the macros around the check
         * @param text the text in which the check's spans count
         */
        void visit(Condition.Check check, Context context, TracedText text);
    }

    /**
     * A walk.
     *
     * @param macros the text of a macro by its name
     */
    ConditionWalk(Function<String, @Nullable TracedText> macros, Visitor visitor) {
        this.macros = macros;
        this.visitor = visitor;
    }

    void walk(Condition condition, Context context, TracedText text) {
        if (condition instanceof Condition.And and) {
            and.children().forEach(child -> walk(child, context, text));
        } else if (condition instanceof Condition.Or or) {
            or.children().forEach(child -> walk(child, context, text));
        } else if (condition instanceof Condition.Not not) {
            walk(not.child(), context, text);
        } else if (condition instanceof Condition.Check check) {
            visitor.visit(check, context, text);
        } else if (condition instanceof Condition.MacroUse use) {
            TracedText macro = macros.apply(use.name());
            if (macro != null && entered.add(use.body())) {
                Place used = text.placeOf(use.span().start());
                walk(use.body(), context.in(Location.Kind.MACRO, use.name(), used), macro);
            }
        }
    }
}
