// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutant;

import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.condition.syntax.ConditionPrinter;
import io.kguard.internal.condition.syntax.Operand;

/**
 * Says which act tells a mutant from its rule. Where the rule is true and the mutant is not it is an attack, and where it is the
 * reverse it is a twin.
 *
 * @param negative whether the changed part stands below an odd number of {@code not}
 */
record MutantAdvice(boolean negative) {
    private static final int MAX_CLAUSE = 200;
    private static final String ELSE = " and all else is as in the attack";

    /** A part is left out of those that {@code and} joins, or {@code or}. */
    String removed(Condition part, boolean all) {
        String truth = truth(part, !all);
        if (all == negative) {
            return "an attack in which " + truth + (all ? rest("true") : " and the rest of its or is false");
        }
        return "a twin in which " + truth + ELSE;
    }

    private static String rest(String value) {
        return " and the rest of its exception is " + value;
    }

    /** A whole condition becomes the existence of its field. */
    String widened(Condition whole, Condition exists) {
        return "a twin in which " + truth(whole, false) + " and " + truth(exists, true);
    }

    /** A check or a macro is negated. */
    String negated(Condition part) {
        return negative
                ? "a twin in which " + truth(part, true) + " and an exception excuses it"
                : "an attack in which " + truth(part, true) + " and decides";
    }

    /** {@code and} becomes {@code or}, or the reverse. */
    String joined(Condition joined, boolean all) {
        return who(!all) + " in which only one part of " + code(joined) + " is true";
    }

    /** Another operator. */
    String compared(Condition.Check check) {
        String left = code(ConditionPrinter.print(check.left()));
        String right = code(ConditionPrinter.print(check.right()));
        return switch (check.operator()) {
            case LT, GT -> who(false) + " in which " + left + " is exactly " + right;
            case LE, GE -> who(true) + " in which " + left + " is exactly " + right;
            case STARTSWITH -> who(false) + " in which " + left + " has " + right + ", but not at its start";
            case ENDSWITH -> who(false) + " in which " + left + " has " + right + ", but not at its end";
            default -> who(true) + " in which " + left + " has more than " + right;
        };
    }

    /** An item is left out of a list. */
    String item(Condition.Check check, Operand.Text item) {
        String left = code(ConditionPrinter.print(check.left()));
        String value = code(ConditionPrinter.print(item));
        return check.operator() == Operator.IN
                ? who(true) + " in which " + left + " is " + value
                : who(true) + " in which only the item " + value + " makes " + left + " "
                        + check.operator().symbol() + " its list true";
    }

    /**
     * Another value.
     *
     * @param other the check with that value
     */
    String value(Condition.Check check, Condition.Check other) {
        String left = code(ConditionPrinter.print(check.left()));
        String value = code(ConditionPrinter.print(check.right()));
        return switch (check.operator()) {
            case NE -> who(false) + " in which " + left + " is " + value;
            case LT -> who(false) + " in which " + left + " is " + value;
            case LE -> who(false) + " in which " + left + " is " + code(ConditionPrinter.print(other.right()));
            case GT -> who(true) + " in which " + left + " is " + code(ConditionPrinter.print(other.right()));
            case GE -> who(true) + " in which " + left + " is " + value;
            case STARTSWITH, ENDSWITH, CONTAINS, ICONTAINS ->
                who(false) + " in which " + truth(check, false) + " and " + truth(other, true);
            default -> who(true) + " in which " + truth(check, true) + " and decides";
        };
    }

    /** The act on which the part as it is written is true, or false. */
    private String who(boolean original) {
        return original == negative ? "a twin" : "an attack";
    }

    private static String truth(Condition part, boolean value) {
        return part instanceof Condition.Not not ? truth(not.child(), !value) : code(part) + " is " + value;
    }

    private static String code(Condition part) {
        return code(ConditionPrinter.print(part));
    }

    private static String code(String text) {
        return "`" + (text.length() > MAX_CLAUSE ? text.substring(0, MAX_CLAUSE) + "…" : text) + "`";
    }
}
