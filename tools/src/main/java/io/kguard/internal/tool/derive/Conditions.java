// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.event.EventType;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.internal.condition.syntax.Span;
import java.util.ArrayList;
import java.util.List;

/** Makes conditions of others. */
final class Conditions {
    private Conditions() {}

    /** A condition that is true where another is false. */
    static Condition not(Condition condition) {
        return condition instanceof Condition.Not not ? not.child() : new Condition.Not(condition, condition.span());
    }

    /** A condition that is true of events of some types. */
    static Condition ofTypes(List<EventType> types) {
        Span nowhere = new Span(0, 0, 1, 1);
        List<Operand.Text> names = types.stream()
                .map(EventType::name)
                .distinct()
                .map(name -> new Operand.Text(name, false, nowhere))
                .toList();
        return new Condition.Check(
                new Operand.FieldRef("evt.type", null, nowhere),
                Condition.Operator.IN,
                null,
                new Operand.TextList(names, nowhere),
                nowhere);
    }

    /** A condition that is true where all of some are; parts of {@code and} become parts of it. */
    static Condition all(List<Condition> conditions) {
        List<Condition> flat = new ArrayList<>();
        for (Condition condition : conditions) {
            if (condition instanceof Condition.And and) {
                flat.addAll(and.children());
            } else {
                flat.add(condition);
            }
        }
        return flat.size() == 1
                ? flat.get(0)
                : new Condition.And(flat, flat.get(0).span());
    }
}
