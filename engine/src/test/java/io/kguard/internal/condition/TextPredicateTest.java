// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.field.Glob;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patterns, paths and sets of strings. */
class TextPredicateTest {
    @ParameterizedTest
    @CsvSource({
        "*, a/b, true",
        "*.txt, /home/x.txt, true",
        "/*/*, /a, false",
        "[!p]*, passwd, false",
        "[a-c]?, bz, true",
        "[]x]y, ]y, true",
        "a\\*b, a*b, true",
        "a\\*b, axb, false",
        "a*b*c, aXbYbZc, true",
        "[, [, true",
        "[[:digit:]]x, 7x, true",
        "etc, /etc, false"
    })
    void globMatchesAsAWhole(String pattern, String value, boolean expected) {
        assertThat(new Glob(pattern, false).matches(value)).isEqualTo(expected);
    }

    @Test
    void globMayIgnoreCase() {
        assertThat(new Glob("/ETC/[A-C]*", true).matches("/etc/bz")).isTrue();
        assertThat(new Glob("/ETC/*", false).matches("/etc/bz")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/var, /var/run, true",
        "/var, /variable, false",
        "/a/*/b, /a/x/b/c, true",
        "/var/run, /var, false",
        "/a//b/, a/b, true",
        "/, x, true",
        "/a/[bc], /a/c/d, true"
    })
    void pathsLieBelowOthers(String path, String value, boolean expected) {
        assertThat(new PathSet(List.of(path)).contains(value)).isEqualTo(expected);
    }

    @Test
    void automataAgreeWithLoops() {
        long seed = Long.getLong("kguard.seed", 7);
        Random random = new Random(seed);
        for (int i = 0; i < 3000; i++) {
            Set<String> literals =
                    Set.of(word(random) + "1", word(random) + "2", word(random) + "3", word(random) + "4");
            String text = word(random) + word(random) + random.nextInt(5) + word(random);
            assertThat(TextAutomaton.ofPrefixes(literals).isIn(text))
                    .as("seed %d: %s in %s", seed, literals, text)
                    .isEqualTo(literals.stream().anyMatch(text::startsWith));
            assertThat(TextAutomaton.ofSubstrings(literals).isIn(text))
                    .as("seed %d: %s in %s", seed, literals, text)
                    .isEqualTo(literals.stream().anyMatch(text::contains));
        }
    }

    private static String word(Random random) {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            word.append((char) ('a' + random.nextInt(2)));
        }
        return word.toString();
    }
}
