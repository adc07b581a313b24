// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a part of a condition on an event.
 *
 * @param text the part as written, with names of macros
 * @param outcome the result
 * @param actual the value in the event, for a check; null for other parts and for a missing value
 * @param children the parts of a compound part or a macro; empty for a check
 */
public record Clause(String text, Outcome outcome, @Nullable String actual, List<Clause> children) {
    /** The result of a part. */
    public enum Outcome {
        /** It is true. */
        YES,
        /** It is false. */
        NO,
        /** It was not evaluated, because the parts before it decided. */
        UNDECIDED
    }

    public Clause {
        children = List.copyOf(children);
    }
}
