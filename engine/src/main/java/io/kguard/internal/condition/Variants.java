// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.internal.field.EventContext;
import java.util.BitSet;
import java.util.List;

/**
 * Conditions that differ little, and are evaluated together: what they have in common is evaluated once per event.
 *
 * <p>Immutable, shared by threads.
 */
public final class Variants {
    /** No condition. */
    public static final Variants NONE = new Variants(List.of());

    private final LogicNode[] conditions;
    private final int parts;

    /** Conditions, which are identified by their index in the list. */
    public Variants(List<TypedCondition> conditions) {
        LogicPool pool = new LogicPool(check -> false);
        this.conditions = conditions.stream().map(pool::of).toArray(LogicNode[]::new);
        this.parts = pool.size();
    }

    /** How many there are. */
    public int size() {
        return conditions.length;
    }

    /** An evaluator for the events of one machine. */
    public Evaluator evaluator() {
        return new Evaluator();
    }

    /** Evaluates the conditions. Not thread-safe. */
    public final class Evaluator {
        private final boolean[] values = new boolean[parts];
        /** The number of the event of which each value is. */
        private final int[] eventOf = new int[parts];

        private int event;

        private Evaluator() {}

        /**
         * Evaluates the conditions that were not true yet on the context's event.
         *
         * @param matched the conditions that were true; those that are true now are added
         */
        public void test(EventContext context, BitSet matched) {
            event++;
            for (int i = matched.nextClearBit(0); i < conditions.length; i = matched.nextClearBit(i + 1)) {
                if (holds(conditions[i], context)) {
                    matched.set(i);
                }
            }
        }

        private boolean holds(LogicNode node, EventContext context) {
            int id = node.id();
            if (eventOf[id] != event) {
                values[id] = evaluate(node, context);
                eventOf[id] = event;
            }
            return values[id];
        }

        private boolean evaluate(LogicNode node, EventContext context) {
            return switch (node.kind()) {
                case TRUE -> true;
                case FALSE -> false;
                case NOT -> !holds(node.child(), context);
                case LEAF -> node.check().test(context);
                case AND -> hold(node.children(), true, context);
                case OR -> hold(node.children(), false, context);
            };
        }

        private boolean hold(List<LogicNode> nodes, boolean all, EventContext context) {
            for (int i = 0; i < nodes.size(); i++) {
                if (holds(nodes.get(i), context) != all) {
                    return !all;
                }
            }
            return all;
        }
    }
}
