// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.field.EventContext;
import io.kguard.internal.field.Field;
import java.util.List;
import java.util.stream.Stream;

/**
 * A condition in the form for evaluation, with resolved fields and parsed values. It has the shape of the condition as
 * written. Evaluating it directly is the reference that programs must agree with.
 *
 * <p>Immutable. Several threads may evaluate it at once, each with its own context.
 */
public sealed interface TypedCondition {
    /** Whether it is true for the context's event. */
    boolean test(EventContext context);

    /** The condition that it was made from. */
    Condition source();

    /** The conditions that it is made of, in their order; of a macro its body. */
    default List<TypedCondition> children() {
        return this instanceof Negation negation
                ? List.of(negation.child())
                : this instanceof Macro macro ? List.of(macro.body()) : List.of();
    }

    /** The fields that it reads, in the order written; one that is written twice is there twice. */
    default Stream<Field> fields() {
        return this instanceof Leaf leaf
                ? leaf.check().fields()
                : children().stream().flatMap(TypedCondition::fields);
    }

    /** All children are true. */
    record All(List<TypedCondition> children, Condition source) implements TypedCondition {
        public All {
            children = List.copyOf(children);
        }

        @Override
        public boolean test(EventContext context) {
            for (int i = 0; i < children.size(); i++) {
                if (!children.get(i).test(context)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** At least one child is true. */
    record Any(List<TypedCondition> children, Condition source) implements TypedCondition {
        public Any {
            children = List.copyOf(children);
        }

        @Override
        public boolean test(EventContext context) {
            for (int i = 0; i < children.size(); i++) {
                if (children.get(i).test(context)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The child is false. */
    record Negation(TypedCondition child, Condition source) implements TypedCondition {
        @Override
        public boolean test(EventContext context) {
            return !child.test(context);
        }
    }

    /** A macro's condition, where the macro is used. */
    record Macro(String name, TypedCondition body, Condition source) implements TypedCondition {
        @Override
        public boolean test(EventContext context) {
            return body.test(context);
        }
    }

    /** A check. */
    record Leaf(TypedCheck check, Condition.Check source) implements TypedCondition {
        @Override
        public boolean test(EventContext context) {
            return check.test(context);
        }
    }
}
