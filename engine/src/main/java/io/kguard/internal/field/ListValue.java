// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The value of a list field: strings or numbers. One object is reused for every load. */
public final class ListValue {
    private String[] texts = new String[16];
    private long[] numbers = new long[16];
    private int size;

    public ListValue() {}

    /** The number of elements. */
    public int size() {
        return size;
    }

    /** An element of a list of strings, Latin-1, one char per byte. */
    public String text(int index) {
        return texts[index];
    }

    /** An element of a list of numbers. */
    public long number(int index) {
        return numbers[index];
    }

    public void replaceBy(List<String> values) {
        clear();
        values.forEach(this::add);
    }

    public void replaceByNumbers(List<Long> values) {
        clear();
        values.forEach(value -> add((long) value));
    }

    public ListValue clear() {
        size = 0;
        return this;
    }

    public void add(String text) {
        if (size == texts.length) {
            texts = Arrays.copyOf(texts, 2 * size);
        }
        texts[size++] = text;
    }

    public void add(long number) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * size);
        }
        numbers[size++] = number;
    }

    /** Replaces each string. Returns false when one has no replacement. */
    public boolean replaceAll(Function<String, @Nullable String> replacement) {
        for (int i = 0; i < size; i++) {
            String replaced = replacement.apply(texts[i]);
            if (replaced == null) {
                return false;
            }
            texts[i] = replaced;
        }
        return true;
    }

    /** Adds a string at the end, or moves it there. */
    public void addLast(String text) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (!texts[i].equals(text)) {
                texts[kept++] = texts[i];
            }
        }
        size = kept;
        add(text);
    }

    public void reverse() {
        for (int i = 0, j = size - 1; i < j; i++, j--) {
            String text = texts[i];
            texts[i] = texts[j];
            texts[j] = text;
        }
    }
}
