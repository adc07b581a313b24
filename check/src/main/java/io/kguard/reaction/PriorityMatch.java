// SPDX-License-Identifier: Apache-2.0
package io.kguard.reaction;

import io.kguard.rule.Priority;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares the priority of an alert.
 *
 * @param comparison how
 * @param priority with which priority
 */
record PriorityMatch(Comparison comparison, Priority priority) {
    private static final Pattern TEXT = Pattern.compile("([<>]?)(=?)([A-Za-z]+)");

    /** How priorities are compared: a more urgent one is greater. */
    public enum Comparison {
        EQUAL,
        MORE,
        MORE_OR_EQUAL,
        LESS,
        LESS_OR_EQUAL
    }

    /** Reads {@code Warning}, {@code >=Warning} and others; empty if it is none of them. */
    static Optional<PriorityMatch> of(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches() || matcher.group(3).equalsIgnoreCase("info")) {
            return Optional.empty();
        }
        boolean equal = !matcher.group(2).isEmpty();
        Comparison comparison = switch (matcher.group(1)) {
            case ">" -> equal ? Comparison.MORE_OR_EQUAL : Comparison.MORE;
            case "<" -> equal ? Comparison.LESS_OR_EQUAL : Comparison.LESS;
            default -> Comparison.EQUAL;
        };
        return Priority.of(matcher.group(3)).map(priority -> new PriorityMatch(comparison, priority));
    }

    boolean holds(Priority other) {
        int urgency = priority.compareTo(other); // the most urgent priority is the first
        return switch (comparison) {
            case EQUAL -> urgency == 0;
            case MORE -> urgency > 0;
            case MORE_OR_EQUAL -> urgency >= 0;
            case LESS -> urgency < 0;
            case LESS_OR_EQUAL -> urgency <= 0;
        };
    }
}
