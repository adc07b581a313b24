// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition.syntax;

import io.kguard.internal.condition.syntax.Operand.Modifier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parsed condition. Every part knows its position in its text; a part from a macro knows its position in the macro's
 * text.
 */
public sealed interface Condition {
    /** The position in its text. */
    Span span();

    /** The conditions that it is made of, in their order; of a macro its body. */
    default List<Condition> children() {
        return this instanceof Not not
                ? List.of(not.child())
                : this instanceof MacroUse use ? List.of(use.body()) : List.of();
    }

    /** All of two or more conditions are true. */
    record And(List<Condition> children, Span span) implements Condition {
        public And {
            children = List.copyOf(children);
        }
    }

    /** At least one of two or more conditions is true. */
    record Or(List<Condition> children, Span span) implements Condition {
        public Or {
            children = List.copyOf(children);
        }
    }

    /** A condition is false. */
    record Not(Condition child, Span span) implements Condition {}

    /**
     * A field, possibly transformed, compared with something.
     *
     * @param left the left side
     * @param operator the operator
     * @param modifier how the results for several values on the right are combined; null if absent
     * @param right the right side; {@link Operand.None} for {@code exists}
     */
    record Check(
            Operand.Expression left,
            Operator operator,
            @Nullable Modifier modifier,
            Operand right,
            Span span) implements Condition {}

    /** The name of a macro, which {@link MacroResolver} replaces. */
    record MacroRef(String name, Span span) implements Condition {}

    /**
     * A macro in place of its name.
     *
     * @param body the macro's own condition
     * @param span where the name was written
     */
    record MacroUse(String name, Condition body, Span span) implements Condition {}

    /** The operators of checks. Source: libs 0.20. */
    enum Operator {
        EXISTS("exists"),
        LE("<="),
        LT("<"),
        GE(">="),
        GT(">"),
        EQ("="),
        NE("!="),
        GLOB("glob"),
        IGLOB("iglob"),
        CONTAINS("contains"),
        ICONTAINS("icontains"),
        BCONTAINS("bcontains"),
        STARTSWITH("startswith"),
        BSTARTSWITH("bstartswith"),
        ENDSWITH("endswith"),
        REGEX("regex"),
        INTERSECTS("intersects"),
        IN("in"),
        PMATCH("pmatch");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        /** The form in rules; {@code ==} becomes {@code =}. */
        public String symbol() {
            return symbol;
        }

        /** Whether its right side is a list of values in parentheses. */
        public boolean takesList() {
            return this == IN || this == INTERSECTS || this == PMATCH;
        }

        /** Whether its right side is a number. */
        public boolean isOrder() {
            return this == LE || this == LT || this == GE || this == GT;
        }

        /** The operator with a symbol, or null if unknown. */
        public static @Nullable Operator of(String symbol) {
            if (symbol.equals("==")) {
                return EQ;
            }
            for (Operator operator : values()) {
                if (operator.symbol.equals(symbol)) {
                    return operator;
                }
            }
            return null;
        }
    }
}
