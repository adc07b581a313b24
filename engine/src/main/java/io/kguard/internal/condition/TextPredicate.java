// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.field.Glob;
import io.kguard.internal.field.PosixRegex;
import io.kguard.internal.machine.Utf8;
import java.util.Set;

/** A comparison of a byte string with a value in a rule. */
sealed interface TextPredicate {
    boolean test(String value);

    /** Equal to a string. */
    record Equal(String literal) implements TextPredicate {
        @Override
        public boolean test(String value) {
            return literal.equals(value);
        }
    }

    /** Equal to one of several strings. */
    record OneOf(Set<String> literals) implements TextPredicate {
        public OneOf {
            literals = Set.copyOf(literals);
        }

        @Override
        public boolean test(String value) {
            return literals.contains(value);
        }
    }

    /** Has a prefix. */
    record StartsWith(String literal) implements TextPredicate {
        @Override
        public boolean test(String value) {
            return value.startsWith(literal);
        }
    }

    /** Has a suffix. */
    record EndsWith(String literal) implements TextPredicate {
        @Override
        public boolean test(String value) {
            return value.endsWith(literal);
        }
    }

    /** Contains a string. */
    record Contains(String literal) implements TextPredicate {
        @Override
        public boolean test(String value) {
            return value.contains(literal);
        }
    }

    /** Contains a string, ignoring the case of ASCII letters. */
    record ContainsIgnoringCase(String literal) implements TextPredicate {
        public ContainsIgnoringCase {
            literal = Ascii.lower(literal);
        }

        @Override
        public boolean test(String value) {
            return Ascii.containsIgnoringCase(value, literal);
        }
    }

    /** Is before or after a string in byte order. */
    record Ordered(Operator operator, String literal) implements TextPredicate {
        @Override
        public boolean test(String value) {
            return Comparisons.holds(operator, value.compareTo(literal));
        }
    }

    /** Matches a shell pattern. */
    record Matches(Glob pattern) implements TextPredicate {
        @Override
        public boolean test(String value) {
            return pattern.matches(value);
        }
    }

    /**
     * Matches a regular expression as a whole.
     *
     * @param valid whether what is no UTF-8 is U+FFFD
     */
    record MatchesRegex(PosixRegex regex, boolean valid) implements TextPredicate {
        @Override
        public boolean test(String value) {
            return regex.matches(valid ? Utf8.valid(value) : value);
        }
    }

    /** Is below one of several paths. */
    record Below(PathSet paths) implements TextPredicate {
        @Override
        public boolean test(String value) {
            return paths.contains(value);
        }
    }

    /** Has one of many prefixes. */
    record StartsWithOneOf(TextAutomaton prefixes) implements TextPredicate {
        @Override
        public boolean test(String value) {
            return prefixes.isIn(value);
        }
    }

    /** Contains one of many strings. */
    record ContainsOneOf(TextAutomaton substrings) implements TextPredicate {
        @Override
        public boolean test(String value) {
            return substrings.isIn(value);
        }
    }

    /** The negation. */
    record Not(TextPredicate inner) implements TextPredicate {
        @Override
        public boolean test(String value) {
            return !inner.test(value);
        }
    }

    /** Never true: the rule's value can't match. */
    record Never(String reason) implements TextPredicate {
        @Override
        public boolean test(String value) {
            return false;
        }
    }
}
