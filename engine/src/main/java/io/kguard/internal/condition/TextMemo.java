// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the results of comparisons for the strings of one field. The same few processes and files recur, as the
 * same string objects, so a result that is known is a bit look-up. Nothing is allocated once the slots exist.
 */
final class TextMemo {
    private static final int SLOTS = 1 << 11;
    /** Longer strings rarely recur, and would be kept from garbage collection. */
    private static final int LONGEST = 1024;

    private static final class Entry {
        @Nullable
        String text;

        long[] known = {};
        long[] value = {};
        /** The watched comparisons that are true, and how many searches have looked for them. */
        final IntList present = new IntList();

        int searched;

        void grow(int words) {
            known = Arrays.copyOf(known, words);
            value = Arrays.copyOf(value, words);
        }

        void become(String newText, int words) {
            text = newText;
            present.clear();
            searched = 0;
            if (known.length < words) {
                known = new long[words];
                value = new long[words];
            } else {
                Arrays.fill(known, 0);
            }
        }
    }

    private final TextTable.Column column;
    private final @Nullable Entry[] slots = new @Nullable Entry[SLOTS];
    private final Entry oversized = new Entry();
    private long serial = -1;
    private @Nullable Entry current;

    TextMemo(TextTable.Column column) {
        this.column = column;
    }

    boolean test(Evaluation evaluation, int predicate) {
        Entry entry = serial == evaluation.serial() ? current : load(evaluation);
        if (entry == null) {
            return false;
        }
        int word = predicate >> 6;
        long bit = 1L << predicate;
        if (word >= entry.known.length) {
            entry.grow(word + 1); // a later program compares more
        }
        if ((entry.known[word] & bit) == 0) {
            compare(entry, predicate);
        }
        return (entry.value[word] & bit) != 0;
    }

    /** The numbers of the watched comparisons that are true for the event's string, some perhaps more than once; null without a string. */
    @Nullable
    IntList present(Evaluation evaluation) {
        Entry entry = serial == evaluation.serial() ? current : load(evaluation);
        if (entry == null) {
            return null;
        }
        TextSearch[] searches = column.searches();
        if (entry.searched < searches.length && entry.text != null) {
            for (int i = entry.searched; i < searches.length; i++) {
                searches[i].find(entry.text, entry.present);
            }
            entry.searched = searches.length;
        }
        return entry.present;
    }

    @SuppressWarnings("ReferenceEquality") // a fast path for the usual case; other strings are compared by content
    private @Nullable Entry load(Evaluation evaluation) {
        serial = evaluation.serial();
        if (!column.reader.load(evaluation.context())) {
            current = null;
            return null;
        }
        String text = evaluation.context().text();
        Entry entry = current;
        if (entry != null && entry.text == text) {
            return entry;
        }
        entry = find(text);
        current = entry;
        return entry;
    }

    private Entry find(String text) {
        int words = (column.size() + 63) >> 6;
        if (text.length() > LONGEST) {
            oversized.become(text, words);
            return oversized;
        }
        int hash = text.hashCode();
        int slot = (hash ^ hash >>> 15) & SLOTS - 1;
        Entry entry = slots[slot];
        if (entry == null) {
            entry = new Entry();
            slots[slot] = entry;
        }
        if (!text.equals(entry.text)) {
            entry.become(text, words);
        }
        return entry;
    }

    private void compare(Entry entry, int predicate) {
        String text = entry.text;
        boolean holds = text != null && column.predicate(predicate).test(text);
        int word = predicate >> 6;
        long bit = 1L << predicate;
        entry.known[word] |= bit;
        if (holds) {
            entry.value[word] |= bit;
        } else {
            entry.value[word] &= ~bit;
        }
    }
}
