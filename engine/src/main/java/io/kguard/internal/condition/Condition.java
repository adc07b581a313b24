// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A condition as it is written. Every part knows where it stands in its text; what came out of a macro stands in the
 * macro's text.
 */
public sealed interface Condition {
    /** Where it stands in its text. */
    Span span();

    /** All of two or more conditions hold. */
    record And(List<Condition> children, Span span) implements Condition {
        public And {
            children = List.copyOf(children);
        }
    }

    /** At least one of two or more conditions holds. */
    record Or(List<Condition> children, Span span) implements Condition {
        public Or {
            children = List.copyOf(children);
        }
    }

    /** A condition does not hold. */
    record Not(Condition child, Span span) implements Condition {}

    /**
     * A field or a transformation of one, compared with something.
     *
     * @param left what is compared
     * @param operator how
     * @param modifier how several values on the right are taken together; null if it is not written
     * @param right what it is compared with; {@link Operand.None} for {@code exists}
     */
    record Check(
            Operand.Expression left,
            Operator operator,
            @Nullable Modifier modifier,
            Operand right,
            Span span) implements Condition {}

    /** A name that a macro must have; {@link MacroResolver} replaces it. */
    record MacroRef(String name, Span span) implements Condition {}

    /**
     * A macro in place of its name.
     *
     * @param body the macro's own condition
     * @param span where the name was written
     */
    record MacroUse(String name, Condition body, Span span) implements Condition {}
}
