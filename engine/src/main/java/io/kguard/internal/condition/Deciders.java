// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.internal.condition.LogicNode.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the deciders of parts, one for each part. Not thread-safe. */
final class Deciders {
    /** To decide a cheaper part again takes no longer than to remember it. */
    private static final double WORTH_REMEMBERING = 1.5;

    private final TextTable texts;
    private final Map<LogicNode, Decider> known = new HashMap<>();

    Deciders(TextTable texts) {
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
            case TRUE, FALSE -> new Decider.Constant(node.is(Kind.TRUE));
            case NOT -> new Decider.Opposite(of(node.child()));
            case AND, OR -> new Decider.Once(node.id(), new Decider.Several(node.is(Kind.AND), each(node.children())));
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
        if (node.check() instanceof TypedCheck.Compare compare && compare.value() instanceof ValuePredicate.Text text) {
            TextTable.Column column = texts.column(compare.reader());
            return new Decider.OfText(column.index, column.number(text.predicate()));
        }
        Decider check = new Decider.OfCheck(node.check());
        return node.cost() > WORTH_REMEMBERING && !node.isCounting() ? new Decider.Once(node.id(), check) : check;
    }
}
