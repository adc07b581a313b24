// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.condition.syntax.Operand.Modifier;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operators in exceptions. */
final class Comparison {
    public static final Set<String> OPERATORS = operators();
    private static final Set<String> FOR_LISTS = Set.of("in", "pmatch", "intersects");

    private Comparison() {}

    private static Set<String> operators() {
        Set<String> operators = new LinkedHashSet<>();
        for (Operator operator : Operator.values()) {
            operators.add(operator.symbol());
        }
        operators.add("=");
        operators.add("==");
        return operators;
    }

    /** Whether a text is an operator, or since Falco 0.44 an operator with a modifier. */
    public static boolean isOperator(String comp, FalcoVersion version) {
        if (!version.atLeast(FalcoVersion.V0_44)) {
            return OPERATORS.contains(comp);
        }
        return OPERATORS.contains(comp.strip()) || hasModifier(comp, version);
    }

    /** Whether the right side of the operator is a list. */
    static boolean isForLists(String comp, FalcoVersion version) {
        return FOR_LISTS.contains(version.atLeast(FalcoVersion.V0_44) ? comp.strip() : comp);
    }

    /** Whether a scalar on the right side of the operator is put in parentheses. */
    public static boolean takesList(String comp, FalcoVersion version) {
        return isForLists(comp, version) || hasModifier(comp, version);
    }

    private static boolean hasModifier(String comp, FalcoVersion version) {
        String text = comp.strip();
        int blank = text.lastIndexOf(' ');
        return version.atLeast(FalcoVersion.V0_44)
                && blank > 0
                && takesModifier(Operator.of(text.substring(0, blank).strip()))
                && modifier(text.substring(blank + 1)) != null;
    }

    private static boolean takesModifier(@Nullable Operator operator) {
        return operator != null && operator != Operator.EXISTS && !operator.isOrder() && !operator.takesList();
    }

    private static @Nullable Modifier modifier(String word) {
        return Arrays.stream(Modifier.values())
                .filter(modifier -> modifier.symbol().equals(word))
                .findFirst()
                .orElse(null);
    }
}
