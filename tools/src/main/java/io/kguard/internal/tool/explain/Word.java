// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.explain;

import io.kguard.internal.file.ResourceTable;
import io.kguard.internal.message.WrappedLine;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An operator, a transformer, or a word of kguard and of Falco: a row of the table of words.
 *
 * @param meaning what it is, in sentences
 * @param phrase what stands for an operator or a transformer in a sentence; empty for a word
 * @param negated the phrase for an operator whose check is false
 */
record Word(Kind kind, String name, String meaning, String phrase, String negated) {
    /** What a word is. */
    enum Kind {
        OPERATOR("an operator of conditions"),
        TRANSFORMER("a transformer of fields"),
        WORD("");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    private static final int COLUMNS = 5;
    private static final List<Word> ALL = ResourceTable.rows(Word.class, "words.tsv", COLUMNS).stream()
            .map(row -> new Word(Kind.valueOf(row[0].toUpperCase(Locale.ROOT)), row[1], row[2], row[3], row[4]))
            .toList();

    static List<Word> all() {
        return ALL;
    }

    static Word operator(String symbol) {
        return named(Kind.OPERATOR, symbol).orElseThrow();
    }

    static Word transformer(String name) {
        return named(Kind.TRANSFORMER, name).orElseThrow();
    }

    private static Optional<Word> named(Kind kind, String name) {
        return ALL.stream()
                .filter(word -> word.kind == kind && word.name.equals(name))
                .findFirst();
    }

    /** Whether a name is an operator or a transformer, which no rule file can give to something else. */
    static boolean isOfLanguage(String name) {
        return ALL.stream().anyMatch(word -> word.kind != Kind.WORD && word.isCalled(name));
    }

    /** What a name is as an operator, a transformer or a word. One of several things may be named, too. */
    static Stream<String> topics(String name) {
        return ALL.stream().filter(word -> word.isCalled(name)).map(Word::text);
    }

    private boolean isCalled(String other) {
        return name.equalsIgnoreCase(other)
                || kind == Kind.WORD && other.equalsIgnoreCase(name + "s")
                || name.equals("=") && other.equals("==");
    }

    private String text() {
        return String.join(
                "\n", WrappedLine.of(name + (kind.text.isEmpty() ? ": " : ", " + kind.text + ": ") + meaning));
    }
}
