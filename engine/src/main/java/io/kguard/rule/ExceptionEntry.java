// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A field, an operator or a value in an exception: a string, or a list of entries.
 *
 * @param text the string; empty for a list
 * @param items the items of a list
 * @param context where it was written
 */
record ExceptionEntry(boolean isList, TracedText text, List<ExceptionEntry> items, Context context) {

    static ExceptionEntry of(TracedText text, Context context) {
        return new ExceptionEntry(false, text, List.of(), context);
    }

    static ExceptionEntry of(List<ExceptionEntry> items, Context context) {
        return new ExceptionEntry(true, TracedText.EMPTY, List.copyOf(items), context);
    }

    /** A string that the loader adds. */
    static ExceptionEntry own(String text, Context context) {
        return of(new TracedText.Builder().append(text).build(), context);
    }

    /** A list that repeats a string as often as another list has items. */
    static ExceptionEntry repeat(String text, ExceptionEntry other) {
        return of(other.items.stream().map(item -> own(text, item.context)).toList(), other.context);
    }

    /** Whether it says nothing: Falco takes an empty list, as no list, for absent. */
    boolean isEmpty() {
        return isList ? items.isEmpty() : text.isEmpty();
    }

    /** The string, or those of the items. */
    List<String> texts() {
        return isList
                ? items.stream().map(item -> item.text.toString()).collect(Collectors.toUnmodifiableList())
                : List.of(text.toString());
    }
}
