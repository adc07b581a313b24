// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Location;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.ConditionParser;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the checks of conditions, from left to right, and into each macro once. For each check it knows where
 * it was written and which macros led to it.
 */
final class ConditionWalk {
    /** How many macros are followed into each other. Each makes a condition two deeper, and deeper ones do not load. */
    private static final int DEEPEST = ConditionParser.MAX_DEPTH / 2;

    private final Function<String, @Nullable TracedText> macros;
    private final Visitor visitor;
    private int depth;
    private final Entered entered;

    /** The macro bodies that were walked through: those whose checks are all valid, and the others. */
    public record Entered(Set<Condition> inOrder, Set<Condition> faulty) {
        public Entered() {
            this(
                    Collections.newSetFromMap(new IdentityHashMap<>()),
                    Collections.newSetFromMap(new IdentityHashMap<>()));
        }
    }

    /** Called for each check. */
    public interface Visitor {
        /**
         * Visits a check.
         *
         * @param context the rule's condition, and the uses of macros around the check
         * @param text the text that the check's spans refer to
         * @return whether the check is valid
         */
        boolean visit(Condition.Check check, Context context, TracedText text);
    }

    /**
     * Creates a walk.
     *
     * @param macros the text of a macro by its name
     * @param entered the macros that were entered before; more are added
     */
    public ConditionWalk(Function<String, @Nullable TracedText> macros, Entered entered, Visitor visitor) {
        this.macros = macros;
        this.entered = entered;
        this.visitor = visitor;
    }

    /** Whether all checks are valid, including those of macros that were entered before. */
    public boolean walk(Condition condition, Context context, TracedText text) {
        if (condition instanceof Condition.Check check) {
            return visitor.visit(check, context, text);
        } else if (condition instanceof Condition.MacroUse use) {
            return macro(use, context, text);
        }
        boolean all = true;
        for (Condition child : condition.children()) {
            all &= walk(child, context, text);
        }
        return all;
    }

    private boolean macro(Condition.MacroUse use, Context context, TracedText text) {
        TracedText macro = macros.apply(use.name());
        if (macro == null || entered.inOrder.contains(use.body())) {
            return true;
        }
        if (entered.faulty.contains(use.body())) {
            return false;
        }
        if (depth == DEEPEST) {
            return true; // a condition this deep is an error of its own
        }
        Place used = text.placeOf(use.span().start());
        depth++;
        boolean inOrder = walk(use.body(), context.in(Location.Kind.MACRO, use.name(), used), macro);
        depth--;
        (inOrder ? entered.inOrder : entered.faulty).add(use.body());
        return inOrder;
    }
}
