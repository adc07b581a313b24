// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import java.util.List;

/** Finds which conditions are true. Compiled code extends it. */
abstract class Matcher {
    abstract int next(Evaluation evaluation, int from);

    /** Evaluates logic without compiling it. */
    static final class Interpreted extends Matcher {
        private final LogicNode[] conditions;

        Interpreted(List<LogicNode> conditions) {
            this.conditions = conditions.toArray(LogicNode[]::new);
        }

        @Override
        int next(Evaluation evaluation, int from) {
            for (int i = from; i < conditions.length; i++) {
                if (holds(conditions[i], evaluation)) {
                    return i;
                }
            }
            return -1;
        }

        private static boolean holds(LogicNode node, Evaluation evaluation) {
            return switch (node.kind()) {
                case TRUE -> true;
                case FALSE -> false;
                case NOT -> !holds(node.child(), evaluation);
                case LEAF -> node.check().test(evaluation.context());
                case AND -> hold(node.children(), true, evaluation);
                case OR -> hold(node.children(), false, evaluation);
            };
        }

        private static boolean hold(List<LogicNode> nodes, boolean all, Evaluation evaluation) {
            for (int i = 0; i < nodes.size(); i++) {
                if (holds(nodes.get(i), evaluation) != all) {
                    return !all;
                }
            }
            return all;
        }
    }
}
