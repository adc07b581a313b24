// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** What {@code kguard-suite} has to do: words with their lengths, as its {@code plan.h} describes them. */
final class Plan {
    private final StringBuilder text = new StringBuilder();

    Plan word(String word) {
        text.append(word.getBytes(UTF_8).length).append(':').append(word).append('\n');
        return this;
    }

    Plan number(long number) {
        return word(String.valueOf(number));
    }

    /** A number of words, and the words. */
    Plan words(List<String> words) {
        number(words.size());
        words.forEach(this::word);
        return this;
    }

    Plan append(Plan other) {
        text.append(other.text);
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
