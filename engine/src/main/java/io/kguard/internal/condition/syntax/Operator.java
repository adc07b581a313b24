// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition.syntax;

import org.jspecify.annotations.Nullable;

/** The operators of checks. Source: libs 0.20. */
public enum Operator {
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
