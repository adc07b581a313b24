// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.field.Glob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A search finds exactly the comparisons that are true, on random texts of few letters, so that many overlap. */
class TextSearchTest {
    private static final String LETTERS = "ab/\u00e9";

    @Test
    void findsWhatIsTrue() {
        long seed = Long.getLong("kguard.seed", System.nanoTime());
        Random random = new Random(seed);
        int found = 0;
        int compared = 0;
        for (int round = 0; round < 300; round++) {
            Map<Integer, TextPredicate> predicates = new LinkedHashMap<>();
            for (int i = random.nextInt(30); i >= 0; i--) {
                predicates.put(3 * i, predicate(random));
            }
            TextSearch search = new TextSearch(predicates);
            for (int i = 0; i < 50; i++) {
                String text = text(random, 9);
                IntList numbers = new IntList();
                search.find(text, numbers);
                Set<Integer> expected = new TreeSet<>();
                predicates.forEach((number, predicate) -> {
                    if (predicate.test(text)) {
                        expected.add(number);
                    }
                });
                assertThat(set(numbers))
                        .as("seed %d, \"%s\" in %s", seed, text, predicates)
                        .isEqualTo(expected);
                found += expected.size();
                compared += predicates.size();
            }
        }
        // a search that finds nothing, or all, would prove nothing
        assertThat(found).isGreaterThan(compared / 50).isLessThan(compared / 2);
    }

    /** Conditions that are equal are evaluated once. */
    @Test
    void theSameStringsAtTheStartAreNoneOfAnywhere() {
        TextAutomaton prefixes = TextAutomaton.ofPrefixes(Set.of("/etc"));
        assertThat(prefixes)
                .isEqualTo(TextAutomaton.ofPrefixes(Set.of("/etc")))
                .isNotEqualTo(TextAutomaton.ofSubstrings(Set.of("/etc")));
        assertThat(prefixes.isIn("/a/etc")).isFalse();
    }

    private static Set<Integer> set(IntList numbers) {
        Set<Integer> set = new TreeSet<>();
        for (int i = 0; i < numbers.size(); i++) {
            set.add(numbers.get(i));
        }
        return set;
    }

    private static TextPredicate predicate(Random random) {
        String literal = text(random, 4);
        return switch (random.nextInt(10)) {
            case 0 -> new TextPredicate.Equal(literal);
            case 1 -> new TextPredicate.OneOf(texts(random));
            case 2 -> new TextPredicate.StartsWith(literal);
            case 3 -> new TextPredicate.EndsWith(literal);
            case 4 -> new TextPredicate.Contains(literal);
            case 5 -> new TextPredicate.StartsWithOneOf(TextAutomaton.ofPrefixes(texts(random)));
            case 6 -> new TextPredicate.ContainsOneOf(TextAutomaton.ofSubstrings(texts(random)));
            case 7 -> new TextPredicate.Below(new PathSet(List.copyOf(texts(random))));
            case 8 -> new TextPredicate.Matches(new Glob(literal + "*a", false));
            default -> new TextPredicate.ContainsIgnoringCase(literal);
        };
    }

    private static Set<String> texts(Random random) {
        List<String> texts = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            texts.add(text(random, 5));
        }
        return new TreeSet<>(texts);
    }

    private static String text(Random random, int longest) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(longest); i > 0; i--) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
