// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.internal.condition.syntax.Condition;

/** The outcome of the search for an act. */
public sealed interface Answer {
    /** The engine finds the condition true on an event of this act. */
    record Solved(Act act) implements Answer {}

    /** No event can satisfy both clauses. They are the same clause if it alone is never true. */
    record Impossible(Condition first, Condition second, String why) implements Answer {}

    /** No act was found. Another may exist. */
    record Unsolved(Condition clause, String why) implements Answer {}
}
