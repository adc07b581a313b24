// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.field.Glob;

/** Operators between two values of the event. */
final class Comparisons {
    private Comparisons() {}

    static boolean holds(Operator operator, int order) {
        return switch (operator) {
            case EQ, IN, INTERSECTS -> order == 0;
            case NE -> order != 0;
            case LT -> order < 0;
            case LE -> order <= 0;
            case GT -> order > 0;
            case GE -> order >= 0;
            default -> throw new IllegalStateException(operator.symbol());
        };
    }

    static boolean text(Operator operator, String left, String right) {
        return switch (operator) {
            case EQ, IN, INTERSECTS -> left.equals(right);
            case NE -> !left.equals(right);
            case CONTAINS, BCONTAINS -> left.contains(right);
            case ICONTAINS -> Ascii.containsIgnoringCase(left, Ascii.lower(right));
            case STARTSWITH, BSTARTSWITH -> left.startsWith(right);
            case ENDSWITH -> left.endsWith(right);
            case GLOB -> new Glob(right, false).matches(left);
            case IGLOB -> new Glob(right, true).matches(left);
            default -> holds(operator, left.compareTo(right));
        };
    }
}
