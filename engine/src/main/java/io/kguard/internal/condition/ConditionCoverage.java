// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.internal.condition.ClauseCoverage.ClauseDecisions;
import io.kguard.internal.condition.ClauseCoverage.Kind;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.ConditionPrinter;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.internal.condition.syntax.Span;
import io.kguard.internal.field.EventContext;
import io.kguard.internal.field.FieldCatalogue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts for one condition which of its parts decide. A part decides for an event if the condition would have had another
 * result with the other value of the part, and all else as it was. So of the parts that {@code and} joins, one that is false
 * decides only if no other is false.
 *
 * <p>Not thread-safe.
 */
public final class ConditionCoverage {
    /** Lists with more items are counted as one. */
    private static final int MAX_ITEMS = 200;

    private final TypeChecker checker;
    private final int groups;
    private final Part root;

    /**
     * Counts of nothing.
     *
     * @param catalogue the fields of the condition's source
     * @param groups in how many groups events are counted
     */
    public ConditionCoverage(TypedCondition condition, FieldCatalogue catalogue, int groups) {
        this.checker = new TypeChecker(catalogue);
        this.groups = groups;
        this.root = part(condition, true);
    }

    /**
     * Counts an event that the rule sees.
     *
     * @param group the event's group, from 0
     */
    public void observe(EventContext context, int group) {
        boolean value = root.test(context);
        root.decideTested(context, value, value, group);
    }

    /** The counts so far. */
    public ClauseDecisions decisions() {
        return root.decisions();
    }

    private Part part(TypedCondition condition, boolean positive) {
        if (condition instanceof TypedCondition.All all) {
            return new Joined(condition, positive, parts(all.children(), positive), false);
        } else if (condition instanceof TypedCondition.Any any) {
            return new Joined(condition, positive, parts(any.children(), positive), true);
        } else if (condition instanceof TypedCondition.Negation negation) {
            return new Wrapped(condition, Kind.COMPOUND, positive, part(negation.child(), !positive));
        } else if (condition instanceof TypedCondition.Macro macro) {
            return new Wrapped(condition, Kind.MACRO, positive, part(macro.body(), positive));
        }
        TypedCondition.Leaf leaf = (TypedCondition.Leaf) condition;
        boolean byType = ConditionSet.isByType(leaf.check());
        return new Check(
                leaf, byType ? Kind.EVENT_TYPE : Kind.CHECK, positive, byType ? List.of() : items(leaf, positive));
    }

    private List<Part> parts(List<TypedCondition> conditions, boolean positive) {
        List<Part> parts = new ArrayList<>();
        conditions.forEach(condition -> parts.add(part(condition, positive)));
        return parts;
    }

    /** Each item of the check's list; empty if the check has no list of several items. */
    private List<Item> items(TypedCondition.Leaf leaf, boolean positive) {
        Condition.Check check = leaf.source();
        if (!(check.right() instanceof Operand.TextList list)
                || list.values().size() < 2
                || list.values().size() > MAX_ITEMS) {
            return List.of();
        }
        return list.values().stream()
                .map(value -> new Item(value, positive, check, list))
                .toList();
    }

    private TypedCondition withItems(Condition.Check check, Operand.TextList list, List<Operand.Text> items) {
        return checker.check(new Condition.Check(
                check.left(),
                check.operator(),
                check.modifier(),
                new Operand.TextList(items, list.span()),
                check.span()));
    }

    /** A part, or an item of a check's list. */
    private abstract class Counted {
        private final boolean positive;
        private final long[] firing = new long[groups];
        private long silent;

        Counted(boolean positive) {
            this.positive = positive;
        }

        final void count(boolean fires, int group) {
            if (fires) {
                firing[group]++;
            } else {
                silent++;
            }
        }

        final ClauseDecisions decisions(String text, Span span, Kind kind, List<? extends Counted> inside) {
            return new ClauseDecisions(
                    text,
                    span,
                    kind,
                    positive,
                    Arrays.stream(firing).boxed().toList(),
                    silent,
                    inside.stream().map(Counted::decisions).toList());
        }

        abstract ClauseDecisions decisions();
    }

    private abstract class Part extends Counted {
        final TypedCondition condition;
        private final Kind kind;

        Part(TypedCondition condition, Kind kind, boolean positive) {
            super(positive);
            this.condition = condition;
            this.kind = kind;
        }

        /** Evaluates it, and prepares {@link #decideTested}. */
        boolean test(EventContext context) {
            return condition.test(context);
        }

        /**
         * Counts that it decides for the event, and which parts inside do so.
         *
         * @param value its value for the event
         * @param fires whether the whole condition is true
         */
        void decide(EventContext context, boolean value, boolean fires, int group) {
            decideTested(context, value, fires, group);
        }

        /** The same just after {@link #test}. */
        abstract void decideTested(EventContext context, boolean value, boolean fires, int group);

        abstract List<? extends Counted> inside();

        @Override
        final ClauseDecisions decisions() {
            Condition source = condition.source();
            return decisions(ConditionPrinter.print(source), source.span(), kind, inside());
        }
    }

    /** Parts joined by {@code and}, or by {@code or}. If two have the deciding value, none decides alone. */
    private final class Joined extends Part {
        private final List<Part> parts;
        private final boolean deciding;
        private @Nullable Part only;
        /** Two that had the deciding value before. They mostly have it again, and then no other need be evaluated. */
        private int likely;

        private int alsoLikely = 1;

        Joined(TypedCondition condition, boolean positive, List<Part> parts, boolean deciding) {
            super(condition, Kind.COMPOUND, positive);
            this.parts = parts;
            this.deciding = deciding;
        }

        @Override
        boolean test(EventContext context) {
            boolean one = decides(likely, context);
            boolean other = decides(alsoLikely, context);
            only = null;
            if (one && other) {
                return deciding;
            }
            int found = one ? likely : other ? alsoLikely : -1;
            for (int i = 0; i < parts.size(); i++) {
                if (i != likely && i != alsoLikely && decides(i, context)) {
                    if (found >= 0) {
                        likely = found;
                        alsoLikely = i;
                        return deciding;
                    }
                    found = i;
                }
            }
            only = found < 0 ? null : parts.get(found);
            return (found >= 0) == deciding;
        }

        private boolean decides(int part, EventContext context) {
            return parts.get(part).condition.test(context) == deciding;
        }

        @Override
        void decide(EventContext context, boolean value, boolean fires, int group) {
            if (value == deciding) {
                test(context);
            }
            decideTested(context, value, fires, group);
        }

        @Override
        void decideTested(EventContext context, boolean value, boolean fires, int group) {
            count(fires, group);
            if (value == deciding) {
                if (only != null) {
                    only.decide(context, value, fires, group);
                }
                return;
            }
            for (int i = 0; i < parts.size(); i++) {
                parts.get(i).decide(context, value, fires, group);
            }
        }

        @Override
        List<Part> inside() {
            return parts;
        }
    }

    /** A negation or a macro. */
    private final class Wrapped extends Part {
        private final Part part;
        private final boolean negated;

        Wrapped(TypedCondition condition, Kind kind, boolean positive, Part part) {
            super(condition, kind, positive);
            this.part = part;
            this.negated = kind == Kind.COMPOUND;
        }

        @Override
        void decideTested(EventContext context, boolean value, boolean fires, int group) {
            count(fires, group);
            part.decide(context, value != negated, fires, group);
        }

        @Override
        List<Part> inside() {
            return List.of(part);
        }
    }

    private final class Check extends Part {
        private final List<Item> items;

        Check(TypedCondition.Leaf leaf, Kind kind, boolean positive, List<Item> items) {
            super(leaf, kind, positive);
            this.items = items;
        }

        @Override
        void decideTested(EventContext context, boolean value, boolean fires, int group) {
            count(fires, group);
            if (!value) {
                return;
            }
            Item only = null;
            for (int i = 0; i < items.size(); i++) {
                if (items.get(i).alone.test(context)) {
                    if (only != null) {
                        return; // without one of them the check would be true as well
                    }
                    only = items.get(i);
                }
            }
            if (only != null && !only.without().test(context)) {
                only.count(fires, group);
            }
        }

        @Override
        List<Item> inside() {
            return items;
        }
    }

    private final class Item extends Counted {
        private final Operand.Text value;
        private final Condition.Check check;
        private final Operand.TextList list;
        private final TypedCondition alone;
        private @Nullable TypedCondition without;

        Item(Operand.Text value, boolean positive, Condition.Check check, Operand.TextList list) {
            super(positive);
            this.value = value;
            this.check = check;
            this.list = list;
            this.alone = withItems(check, list, List.of(value));
        }

        /** The check without the item, made when it is needed: most items never decide. */
        TypedCondition without() {
            if (without == null) {
                without = withItems(
                        check,
                        list,
                        list.values().stream()
                                .filter(other -> !other.equals(value))
                                .toList());
            }
            return without;
        }

        @Override
        ClauseDecisions decisions() {
            return decisions(value.value(), value.span(), Kind.ITEM, List.of());
        }
    }
}
