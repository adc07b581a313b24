// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.internal.field.EventContext;
import java.util.List;

/**
 * A condition whose fields are resolved and whose values are parsed: what can be evaluated. It has the shape of the
 * condition as written. Evaluating it as it stands is the interpreter, which the compiled code must agree with.
 *
 * <p>Immutable; evaluated by several threads at once, each with a context of its own.
 */
public sealed interface TypedCondition {
    /** Whether it holds for the context's event. */
    boolean test(EventContext context);

    /** The condition it was made from. */
    Condition source();

    /** All children hold. */
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

    /** At least one child holds. */
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

    /** The child does not hold. */
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
