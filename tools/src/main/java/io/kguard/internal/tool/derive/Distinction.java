// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Operand;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a rule and a changed copy of it differ: what must be true of an event that only one of them matches.
 *
 * <p>On the way from the root to the change, what stands beside it must not decide: of an {@code and} the other parts are
 * true, of an {@code or} they are false. Then the change alone does.
 *
 * @param surroundings what must be true so that the change decides
 * @param ofChanged the change is true and the original false; null if that is never so
 * @param ofOriginal the original is true and the change false; null if that is never so
 * @param negated whether the rule matches where the changed part is false
 * @param item the item of a list, if the change leaves one out; else null
 */
record Distinction(
        List<Condition> surroundings,
        @Nullable Condition ofChanged,
        @Nullable Condition ofOriginal,
        boolean negated,
        @Nullable Item item) {
    /**
     * An item that is left out of a list.
     *
     * @param of the check with the whole list
     * @param text the item
     */
    record Item(Condition of, String text) {}

    Distinction {
        surroundings = List.copyOf(surroundings);
    }

    /** What is true of an event that only the changed rule matches; null if there is none. */
    @Nullable
    Condition nearMiss() {
        return whole(negated ? ofOriginal : ofChanged);
    }

    /** What is true of an event that the rule matches and the changed one does not; null if there is none. */
    @Nullable
    Condition match() {
        return whole(negated ? ofChanged : ofOriginal);
    }

    private @Nullable Condition whole(@Nullable Condition part) {
        if (part == null) {
            return null;
        }
        List<Condition> all = new ArrayList<>(surroundings);
        all.add(part);
        return Conditions.all(all);
    }

    /** The distinction of a condition and a copy with one change, which shares the parts that did not change. */
    static Distinction of(Condition original, Condition changed) {
        return new Search().at(original, changed);
    }

    private static final class Search {
        private final List<Condition> surroundings = new ArrayList<>();
        private boolean negated;

        Distinction at(Condition original, Condition changed) {
            Condition from = original;
            Condition to = changed;
            while (true) {
                if (from instanceof Condition.MacroUse use && to instanceof Condition.MacroUse other) {
                    from = use.body();
                    to = other.body();
                } else if (from instanceof Condition.Not not && to instanceof Condition.Not other) {
                    from = not.child();
                    to = other.child();
                    negated = !negated;
                } else if (from instanceof Condition.And and && to instanceof Condition.And other) {
                    int place = onlyDifference(and.children(), other.children());
                    if (place < 0) {
                        return removed(and, other.children());
                    }
                    surround(and.children(), place, true);
                    from = and.children().get(place);
                    to = other.children().get(place);
                } else if (from instanceof Condition.Or or && to instanceof Condition.Or other) {
                    int place = onlyDifference(or.children(), other.children());
                    if (place < 0) {
                        return removed(or, other.children());
                    }
                    surround(or.children(), place, false);
                    from = or.children().get(place);
                    to = other.children().get(place);
                } else {
                    return changed(from, to);
                }
            }
        }

        private void surround(List<Condition> children, int without, boolean value) {
            for (int i = 0; i < children.size(); i++) {
                if (i != without) {
                    surroundings.add(value ? children.get(i) : Conditions.not(children.get(i)));
                }
            }
        }

        /** The place at which two lists of the same size differ; -1 if the sizes do. */
        private static int onlyDifference(List<Condition> some, List<Condition> others) {
            for (int i = 0; i < some.size() && some.size() == others.size(); i++) {
                if (some.get(i) != others.get(i)) {
                    return i;
                }
            }
            return -1;
        }

        private Distinction removed(Condition joined, List<Condition> left) {
            List<Condition> children =
                    joined instanceof Condition.And and ? and.children() : ((Condition.Or) joined).children();
            int place = 0;
            while (place < left.size() && children.get(place) == left.get(place)) {
                place++;
            }
            Condition part = children.get(place);
            boolean all = joined instanceof Condition.And;
            surround(children, place, all);
            return new Distinction(surroundings, all ? Conditions.not(part) : null, all ? null : part, negated, null);
        }

        private Distinction changed(Condition from, Condition to) {
            if (from instanceof Condition.And and && and.children().contains(to)) {
                return removed(and, List.of(to));
            }
            if (from instanceof Condition.Or or && or.children().contains(to)) {
                return removed(or, List.of(to));
            }
            if (to instanceof Condition.Not not && not.child() == from) {
                return new Distinction(surroundings, Conditions.not(from), from, negated, null);
            }
            return new Distinction(
                    surroundings,
                    from instanceof Condition.Or ? null : Conditions.all(List.of(to, Conditions.not(from))),
                    from instanceof Condition.And ? null : Conditions.all(List.of(from, Conditions.not(to))),
                    negated,
                    item(from, to));
        }

        private static @Nullable Item item(Condition from, Condition to) {
            if (!(from instanceof Condition.Check check) || !(check.right() instanceof Operand.TextList all)) {
                return null;
            }
            Operand right = to instanceof Condition.Check other ? other.right() : null;
            List<Operand.Text> left = right instanceof Operand.TextList list ? list.values() : List.of();
            int place = 0;
            while (place < left.size() && all.values().get(place).equals(left.get(place))) {
                place++;
            }
            return left.size() == all.values().size() - 1
                    ? new Item(from, all.values().get(place).value())
                    : null;
        }
    }
}
