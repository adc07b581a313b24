// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a part of a condition fared on an event.
 *
 * @param text the part as written, macros as their names
 * @param outcome what came of it
 * @param actual the value that the event had, for a check; null for other parts and where the value is missing
 * @param children the parts that a combined part or a macro consists of; empty for a check
 */
public record Clause(String text, Outcome outcome, @Nullable String actual, List<Clause> children) {
    /** What comes of a part. */
    public enum Outcome {
        /** It holds. */
        YES,
        /** It doesn't hold. */
        NO,
        /** It did not matter: what stands before it had decided. */
        UNDECIDED
    }

    public Clause {
        children = List.copyOf(children);
    }
}
