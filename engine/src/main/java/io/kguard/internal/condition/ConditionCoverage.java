// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.internal.condition.ClauseCoverage.Kind;
import io.kguard.internal.field.EventContext;
import io.kguard.internal.field.FieldCatalogue;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts for one condition which of its parts are true and false, and which of them decide. Parts are evaluated in the
 * order written, and no further than the result needs.
 *
 * <p>Not thread-safe.
 */
public final class ConditionCoverage {
    /** Lists with more items are counted as one. */
    private static final int MAX_ITEMS = 200;

    private final TypeChecker checker;
    private final Part root;

    /**
     * Counts of nothing.
     *
     * @param catalogue the fields of the condition's source
     */
    public ConditionCoverage(TypedCondition condition, FieldCatalogue catalogue) {
        this.checker = new TypeChecker(catalogue);
        this.root = part(condition);
    }

    /** Counts an event that the rule sees. */
    public void observe(EventContext context) {
        root.evaluate(context);
        root.decide();
    }

    /** The counts so far. */
    public ClauseCoverage counts() {
        return root.counts();
    }

    private Part part(TypedCondition condition) {
        if (condition instanceof TypedCondition.All all) {
            return new Joined(condition, parts(all.children()), false);
        } else if (condition instanceof TypedCondition.Any any) {
            return new Joined(condition, parts(any.children()), true);
        } else if (condition instanceof TypedCondition.Negation negation) {
            return new Wrapped(condition, part(negation.child()), Kind.COMPOUND);
        } else if (condition instanceof TypedCondition.Macro macro) {
            return new Wrapped(condition, part(macro.body()), Kind.MACRO);
        }
        TypedCondition.Leaf leaf = (TypedCondition.Leaf) condition;
        return new Check(leaf, ConditionSet.isByType(leaf.check()) ? List.of() : items(leaf));
    }

    private List<Part> parts(List<TypedCondition> conditions) {
        List<Part> parts = new ArrayList<>();
        conditions.forEach(condition -> parts.add(part(condition)));
        return parts;
    }

    /** Each item of the check's list as a check of its own; empty if the check has no list of several items. */
    private List<Item> items(TypedCondition.Leaf leaf) {
        Condition.Check check = leaf.source();
        if (!(check.right() instanceof Operand.TextList list)
                || list.values().size() < 2
                || list.values().size() > MAX_ITEMS) {
            return List.of();
        }
        return list.values().stream()
                .map(value -> new Item(
                        value,
                        checker.check(new Condition.Check(
                                check.left(),
                                check.operator(),
                                check.modifier(),
                                new Operand.TextList(List.of(value), value.span()),
                                check.span()))))
                .toList();
    }

    private abstract static class Part {
        final TypedCondition condition;
        private final Kind kind;
        boolean value;
        private long seenTrue;
        private long seenFalse;
        private long decidedTrue;
        private long decidedFalse;

        Part(TypedCondition condition, Kind kind) {
            this.condition = condition;
            this.kind = kind;
        }

        final boolean evaluate(EventContext context) {
            value = test(context);
            if (value) {
                seenTrue++;
            } else {
                seenFalse++;
            }
            return value;
        }

        /** Counts that the last value decided, and the parts inside that decided it. */
        final void decide() {
            if (value) {
                decidedTrue++;
            } else {
                decidedFalse++;
            }
            decideInside();
        }

        abstract boolean test(EventContext context);

        abstract void decideInside();

        abstract List<ClauseCoverage> inside();

        final ClauseCoverage counts() {
            Condition source = condition.source();
            return new ClauseCoverage(
                    ConditionPrinter.print(source),
                    source.span(),
                    kind,
                    seenTrue,
                    seenFalse,
                    decidedTrue,
                    decidedFalse,
                    inside());
        }

        static List<ClauseCoverage> counts(List<Part> parts) {
            return parts.stream().map(Part::counts).toList();
        }
    }

    /** Parts joined by {@code and}, or by {@code or}: the first that has the deciding value ends the evaluation. */
    private static final class Joined extends Part {
        private final List<Part> parts;
        private final boolean deciding;
        private int last;

        Joined(TypedCondition condition, List<Part> parts, boolean deciding) {
            super(condition, Kind.COMPOUND);
            this.parts = parts;
            this.deciding = deciding;
        }

        @Override
        boolean test(EventContext context) {
            for (last = 0; last < parts.size(); last++) {
                if (parts.get(last).evaluate(context) == deciding) {
                    return deciding;
                }
            }
            return !deciding;
        }

        @Override
        void decideInside() {
            if (value == deciding) {
                parts.get(last).decide();
            } else {
                parts.forEach(Part::decide);
            }
        }

        @Override
        List<ClauseCoverage> inside() {
            return counts(parts);
        }
    }

    /** A negation or a macro. */
    private static final class Wrapped extends Part {
        private final Part part;
        private final boolean negated;

        Wrapped(TypedCondition condition, Part part, Kind kind) {
            super(condition, kind);
            this.part = part;
            this.negated = kind == Kind.COMPOUND;
        }

        @Override
        boolean test(EventContext context) {
            return part.evaluate(context) != negated;
        }

        @Override
        void decideInside() {
            part.decide();
        }

        @Override
        List<ClauseCoverage> inside() {
            return List.of(part.counts());
        }
    }

    private static final class Check extends Part {
        private final List<Item> items;

        Check(TypedCondition.Leaf leaf, List<Item> items) {
            super(leaf, ConditionSet.isByType(leaf.check()) ? Kind.EVENT_TYPE : Kind.CHECK);
            this.items = items;
        }

        @Override
        boolean test(EventContext context) {
            boolean result = condition.test(context);
            if (result) {
                for (int i = 0; i < items.size(); i++) {
                    items.get(i).evaluate(context);
                }
            }
            return result;
        }

        @Override
        void decideInside() {}

        @Override
        List<ClauseCoverage> inside() {
            return items.stream().map(Item::counts).toList();
        }
    }

    private static final class Item {
        private final Operand.Text value;
        private final TypedCondition check;
        private long matched;

        Item(Operand.Text value, TypedCondition check) {
            this.value = value;
            this.check = check;
        }

        void evaluate(EventContext context) {
            if (check.test(context)) {
                matched++;
            }
        }

        ClauseCoverage counts() {
            return new ClauseCoverage(value.value(), value.span(), Kind.ITEM, matched, 0, matched, 0, List.of());
        }
    }
}
