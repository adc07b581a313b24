package io.kguard.rule;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What stands for a field, an operator or a value in an exception: a text, or a list of such.
 *
 * @param text the text, empty for a list
 * @param items the items of a list
 */
record ExceptionEntry(boolean isList, TracedText text, List<ExceptionEntry> items) {

    static ExceptionEntry of(TracedText text) {
        return new ExceptionEntry(false, text, List.of());
    }

    static ExceptionEntry of(List<ExceptionEntry> items) {
        return new ExceptionEntry(true, TracedText.EMPTY, List.copyOf(items));
    }

    /** A list of the same text, as often as there are items in another. */
    static ExceptionEntry repeat(String text, ExceptionEntry other) {
        return of(other.items.stream()
                .map(item -> of(new TracedText.Builder().append(text).build()))
                .toList());
    }

    /** The text, or those of the items. */
    List<String> texts() {
        return isList
                ? items.stream().map(item -> item.text.toString()).collect(Collectors.toUnmodifiableList())
                : List.of(text.toString());
    }
}
