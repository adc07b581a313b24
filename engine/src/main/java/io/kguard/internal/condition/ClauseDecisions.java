// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.internal.condition.ClauseCoverage.Kind;
import io.kguard.internal.condition.syntax.Span;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * For how many events a part of a condition decided: with the other value, and all else as it was, the condition would have
 * had another result. From this follows which checks would have ended otherwise.
 *
 * @param text the part as written, with names of macros
 * @param span where it is in its text: the rule's, or that of the macro around it
 * @param kind what it is
 * @param positive whether it is true when it decides that the condition is true; false below an odd number of negations
 * @param firing the events on which the condition was true because of it, by their group
 * @param silent the events on which the condition was false because of it
 * @param children the parts of a compound part, and the items of a check with a list
 */
public record ClauseDecisions(
        String text,
        Span span,
        Kind kind,
        boolean positive,
        List<Long> firing,
        long silent,
        List<ClauseDecisions> children) {
    public ClauseDecisions {
        firing = List.copyOf(firing);
        children = List.copyOf(children);
    }

    /**
     * What decided a check that the condition is true for an event of some groups. The check would have failed without a
     * part only if the part decided for all such events.
     */
    public ClauseCoverage ofFiring(IntPredicate groups) {
        long matched = firingIn(groups);
        return coverage(part -> matched > 0 && part.firingIn(groups) == matched, true);
    }

    /**
     * What decided a check that the condition is true for no event. It would have failed without a part that decided for
     * one.
     */
    public ClauseCoverage ofSilence() {
        return coverage(part -> part.silent > 0, false);
    }

    private long firingIn(IntPredicate groups) {
        return IntStream.range(0, firing.size())
                .filter(groups)
                .mapToLong(firing::get)
                .sum();
    }

    private interface Decided {
        boolean by(ClauseDecisions part);
    }

    private ClauseCoverage coverage(Decided decided, boolean fires) {
        long count = decided.by(this) ? 1 : 0;
        boolean value = positive == fires;
        return new ClauseCoverage(
                text,
                span,
                kind,
                value ? count : 0,
                value ? 0 : count,
                children.stream().map(child -> child.coverage(decided, fires)).toList());
    }
}
