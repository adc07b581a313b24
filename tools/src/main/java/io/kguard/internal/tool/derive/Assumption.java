// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.ConditionPrinter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That a check has a result, without an event that shows it.
 *
 * @param check the check
 * @param holds its result
 */
record Assumption(Condition.Check check, boolean holds) {
    /** That a check is true or, if it is negated, false; null if a condition is neither. */
    static @Nullable Assumption of(Condition condition) {
        return condition instanceof Condition.Not not
                ? not.child() instanceof Condition.Check check ? new Assumption(check, false) : null
                : condition instanceof Condition.Check check ? new Assumption(check, true) : null;
    }

    /** Whether a condition asks something else of the same field, so that it can't be true of all that the check is. */
    boolean isEntangled(Condition condition) {
        return condition instanceof Condition.Check other
                ? ConditionPrinter.print(other.left()).equals(ConditionPrinter.print(check.left())) && !isIt(other)
                : condition.children().stream().anyMatch(this::isEntangled);
    }

    /** What is left to be true of a condition; null if nothing is, because it is decided. */
    @Nullable
    Condition in(Condition condition) {
        return new Left(condition).rest;
    }

    /** Whether it makes a condition false, whatever the rest is. */
    boolean isFalse(Condition condition) {
        Left left = new Left(condition);
        return left.rest == null && !left.result;
    }

    private boolean isIt(Condition.Check other) {
        return ConditionPrinter.print(other).equals(ConditionPrinter.print(check));
    }

    /** What is left of a condition: a rest, or else its result. */
    private final class Left {
        private final @Nullable Condition rest;
        private final boolean result;

        Left(Condition condition) {
            if (condition instanceof Condition.Check other) {
                this.rest = isIt(other) ? null : other;
                this.result = holds;
            } else if (condition instanceof Condition.Not not) {
                Left child = new Left(not.child());
                this.rest = child.rest == null ? null : Conditions.not(child.rest);
                this.result = !child.result;
            } else if (condition instanceof Condition.And || condition instanceof Condition.Or) {
                boolean ends = condition instanceof Condition.Or;
                List<Condition> open = new ArrayList<>();
                boolean decided = false;
                for (Condition each : condition.children()) {
                    Left child = new Left(each);
                    if (child.rest != null) {
                        open.add(child.rest);
                    } else {
                        decided |= child.result == ends;
                    }
                }
                this.rest = decided || open.isEmpty()
                        ? null
                        : open.size() == 1
                                ? open.get(0)
                                : ends
                                        ? new Condition.Or(open, condition.span())
                                        : new Condition.And(open, condition.span());
                this.result = decided == ends;
            } else {
                // a macro is nothing but its body
                Left body = new Left(condition.children().get(0));
                this.rest = body.rest;
                this.result = body.result;
            }
        }
    }
}
