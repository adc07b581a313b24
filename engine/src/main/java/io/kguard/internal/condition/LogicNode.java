// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of one or more conditions, independent of how it was written. A pool creates each part once, so that rules
 * share equal parts.
 */
final class LogicNode {
    enum Kind {
        TRUE,
        FALSE,
        AND,
        OR,
        NOT,
        LEAF
    }

    private final int id;
    private final Kind kind;
    private final List<LogicNode> children;
    private final @Nullable TypedCheck check;
    private final double cost;
    private final boolean counting;
    private final boolean ofType;

    LogicNode(int id, Kind kind, List<LogicNode> children, @Nullable TypedCheck check) {
        this.id = id;
        this.kind = kind;
        this.children = List.copyOf(children);
        this.check = check;
        this.counting = check != null && isCounting(check) || children.stream().anyMatch(c -> c.counting);
        this.ofType = check != null && ConditionSet.isByType(check)
                || children.stream().anyMatch(c -> c.ofType);
        this.cost = switch (kind) {
            case TRUE, FALSE -> 0;
            case LEAF -> Costs.of(check());
            case NOT -> children.get(0).cost + Costs.NEGATION;
            // rarely are all children evaluated
            case AND, OR ->
                children.get(0).cost
                        + 0.5
                                * children.stream()
                                        .skip(1)
                                        .mapToDouble(c -> c.cost)
                                        .sum();
        };
    }

    int id() {
        return id;
    }

    Kind kind() {
        return kind;
    }

    List<LogicNode> children() {
        return children;
    }

    /** The only child of a negation. */
    LogicNode child() {
        return children.get(0);
    }

    TypedCheck check() {
        if (check == null) {
            throw new IllegalStateException(kind + " is no leaf");
        }
        return check;
    }

    /** The relative cost of evaluating it. Less is better. */
    double cost() {
        return cost;
    }

    /** Whether it reads a field that counts how often it is read, so that it must be read as often as without an index. */
    boolean isCounting() {
        return counting;
    }

    /** Whether a check in it has the same result for all events of a type. */
    boolean isOfType() {
        return ofType;
    }

    private static boolean isCounting(TypedCheck check) {
        return check.fields()
                .map(field -> field.definition().name())
                .anyMatch(name -> name.startsWith("evt.deltatime") || name.equals("util.cnt"));
    }

    boolean is(Kind other) {
        return kind == other;
    }

    @Override
    public String toString() {
        return switch (kind) {
            case TRUE, FALSE -> kind.name();
            case AND, OR -> kind + children.toString();
            case NOT -> "NOT " + child();
            case LEAF -> check().reader().text() + "#" + id;
        };
    }
}
