// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Merges alternatives of one field: values into a set, prefixes and substrings into an automaton, if it is faster. */
final class Merger {
    private static final int FEWEST_FOR_AUTOMATON = 4;

    private enum Form {
        VALUES,
        PREFIXES,
        SUBSTRINGS
    }

    private Merger() {}

    /** The form of a comparison that can be merged; null if it can't. */
    static @Nullable Object form(ValuePredicate value) {
        if (!(value instanceof ValuePredicate.Text text)) {
            return null;
        }
        TextPredicate predicate = text.predicate();
        if (predicate instanceof TextPredicate.Equal || predicate instanceof TextPredicate.OneOf) {
            return Form.VALUES;
        } else if (predicate instanceof TextPredicate.StartsWith) {
            return Form.PREFIXES;
        }
        return predicate instanceof TextPredicate.Contains ? Form.SUBSTRINGS : null;
    }

    /** One comparison for several of the same form; null if they are not merged. */
    static @Nullable ValuePredicate merge(List<ValuePredicate> values) {
        if (values.size() < 2) {
            return null;
        }
        Set<String> literals = new LinkedHashSet<>();
        List<TextPredicate> predicates = new ArrayList<>();
        for (ValuePredicate value : values) {
            TextPredicate predicate = ((ValuePredicate.Text) value).predicate();
            predicates.add(predicate);
            if (predicate instanceof TextPredicate.Equal equal) {
                literals.add(equal.literal());
            } else if (predicate instanceof TextPredicate.OneOf oneOf) {
                literals.addAll(oneOf.literals());
            } else if (predicate instanceof TextPredicate.StartsWith prefix) {
                literals.add(prefix.literal());
            } else if (predicate instanceof TextPredicate.Contains substring) {
                literals.add(substring.literal());
            }
        }
        Object form = form(values.get(0));
        if (form == Form.VALUES) {
            return new ValuePredicate.Text(new TextPredicate.OneOf(literals));
        }
        if (predicates.size() < FEWEST_FOR_AUTOMATON) {
            return null;
        }
        return new ValuePredicate.Text(
                form == Form.PREFIXES
                        ? new TextPredicate.StartsWithOneOf(TextAutomaton.ofPrefixes(literals))
                        : new TextPredicate.ContainsOneOf(TextAutomaton.ofSubstrings(literals)));
    }
}
