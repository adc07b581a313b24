// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Decides whether a part of conditions is true for an evaluation's event. Shared by threads. */
abstract class Decider {
    abstract boolean holds(Evaluation evaluation);

    /** Whether all of several are true, or one of them. */
    static final class Several extends Decider {
        private final boolean all;
        private final Decider[] parts;

        Several(boolean all, Decider[] parts) {
            this.all = all;
            this.parts = parts;
        }

        @Override
        boolean holds(Evaluation evaluation) {
            for (Decider part : parts) {
                if (part.holds(evaluation) != all) {
                    return !all;
                }
            }
            return all;
        }
    }

    /** Whether another is not true. */
    static final class Opposite extends Decider {
        private final Decider of;

        Opposite(Decider of) {
            this.of = of;
        }

        @Override
        boolean holds(Evaluation evaluation) {
            return !of.holds(evaluation);
        }
    }

    /** Compares a string, whose results are remembered as long as it recurs. */
    static final class OfText extends Decider {
        private final int memo;
        private final int predicate;

        OfText(int memo, int predicate) {
            this.memo = memo;
            this.predicate = predicate;
        }

        @Override
        boolean holds(Evaluation evaluation) {
            return evaluation.text(memo, predicate);
        }
    }

    /** Makes a check. */
    static final class OfCheck extends Decider {
        private final TypedCheck check;

        OfCheck(TypedCheck check) {
            this.check = check;
        }

        @Override
        boolean holds(Evaluation evaluation) {
            return check.test(evaluation.context());
        }
    }

    /** Is true, or false, for every event. */
    static final class Constant extends Decider {
        private final boolean value;

        Constant(boolean value) {
            this.value = value;
        }

        @Override
        boolean holds(Evaluation evaluation) {
            return value;
        }
    }

    /** Decides once per event what conditions have in common. */
    static final class Once extends Decider {
        private final int part;
        private final Decider of;

        Once(int part, Decider of) {
            this.part = part;
            this.of = of;
        }

        @Override
        boolean holds(Evaluation evaluation) {
            if (!evaluation.isDecided(part)) {
                evaluation.decided(part, of.holds(evaluation));
            }
            return evaluation.decision(part);
        }
    }

    /** Makes the deciders of parts, one for each part. Not thread-safe. */
    static final class Maker {
        /** To decide a cheaper part again takes no longer than to remember it. */
        private static final double WORTH_REMEMBERING = 1.5;

        private final TextTable texts;
        private final Map<LogicNode, Decider> known = new HashMap<>();

        Maker(TextTable texts) {
            this.texts = texts;
        }

        Decider of(LogicNode node) {
            Decider decider = known.get(node);
            if (decider == null) {
                decider = make(node);
                known.put(node, decider);
            }
            return decider;
        }

        private Decider make(LogicNode node) {
            return switch (node.kind()) {
                case TRUE, FALSE -> new Constant(node.is(LogicNode.Kind.TRUE));
                case NOT -> new Opposite(of(node.child()));
                case AND, OR -> new Once(node.id(), new Several(node.is(LogicNode.Kind.AND), each(node.children())));
                case LEAF -> leaf(node);
            };
        }

        /** A loop, because it is on the stack at every level. */
        private Decider[] each(List<LogicNode> nodes) {
            Decider[] deciders = new Decider[nodes.size()];
            for (int i = 0; i < deciders.length; i++) {
                deciders[i] = of(nodes.get(i));
            }
            return deciders;
        }

        private Decider leaf(LogicNode node) {
            if (node.check() instanceof TypedCheck.Compare compare
                    && compare.value() instanceof ValuePredicate.Text text) {
                TextTable.Column column = texts.column(compare.reader());
                return new OfText(column.index, column.number(text.predicate()));
            }
            Decider check = new OfCheck(node.check());
            return node.cost() > WORTH_REMEMBERING && !node.isCounting() ? new Once(node.id(), check) : check;
        }
    }
}
