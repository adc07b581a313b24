// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.internal.condition.ClauseCoverage.Kind;
import io.kguard.internal.condition.syntax.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What checks showed of a part of a condition. A result of the part decided a check if the check would have failed had the
 * part always had the other result.
 *
 * @param text the part as written, with names of macros
 * @param span where it is in its text: the rule's, or that of the macro around it
 * @param kind what it is
 * @param decidedTrue the number of checks that would have failed if it had always been false
 * @param decidedFalse the number of checks that would have failed if it had always been true
 * @param children the parts of a compound part, and the items of a check with a list
 */
public record ClauseCoverage(
        String text, Span span, Kind kind, long decidedTrue, long decidedFalse, List<ClauseCoverage> children) {
    /** What a part is. */
    public enum Kind {
        /** Parts joined by {@code and} or {@code or}, or a negation. */
        COMPOUND,
        /** A macro where it is used. */
        MACRO,
        /** A check. */
        CHECK,
        /** A check that is the same for all events of a type. It says which events reach the rule, and does not count. */
        EVENT_TYPE,
        /** An item of the list of a check. It counts if a check would have failed without it in the list. */
        ITEM
    }

    public ClauseCoverage {
        children = List.copyOf(children);
    }

    /**
     * The sum of two counts of the same part.
     *
     * @throws IllegalArgumentException if they are not of the same part
     */
    public ClauseCoverage plus(ClauseCoverage other) {
        if (!text.equals(other.text) || children.size() != other.children.size()) {
            throw new IllegalArgumentException("\"" + text + "\" and \"" + other.text + "\" are two clauses");
        }
        List<ClauseCoverage> sums = new ArrayList<>();
        for (int i = 0; i < children.size(); i++) {
            sums.add(children.get(i).plus(other.children.get(i)));
        }
        return new ClauseCoverage(
                text, span, kind, decidedTrue + other.decidedTrue, decidedFalse + other.decidedFalse, sums);
    }

    /** How many results it has that tests should show: true and false of each check, and each item of a list. */
    public int goals() {
        return switch (kind) {
            case CHECK -> 2 + childGoals();
            case ITEM -> 1;
            case EVENT_TYPE -> 0;
            case COMPOUND, MACRO -> childGoals();
        };
    }

    /** How many of these results decided a check. */
    public int reached() {
        int inside = children.stream().mapToInt(ClauseCoverage::reached).sum();
        return switch (kind) {
            case CHECK -> (decidedTrue > 0 ? 1 : 0) + (decidedFalse > 0 ? 1 : 0) + inside;
            case ITEM -> decidedTrue > 0 ? 1 : 0;
            case EVENT_TYPE -> 0;
            case COMPOUND, MACRO -> inside;
        };
    }

    private int childGoals() {
        return children.stream().mapToInt(ClauseCoverage::goals).sum();
    }

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
                    children.stream()
                            .map(child -> child.coverage(decided, fires))
                            .toList());
        }
    }
}
