// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.Set;

/**
 * Strings to look for in others: at their start, or anywhere (Aho-Corasick automaton). One pass over a string finds whether one
 * of them is there.
 */
final class TextAutomaton {
    private final Set<String> texts;
    private final boolean anywhere;
    private final ByteClasses classes;
    /** State times number of classes plus class gives the next state; negative if no string goes on like this. */
    private final int[] next;

    private final boolean[] found;

    private TextAutomaton(Collection<String> texts, boolean anywhere) {
        this.texts = Set.copyOf(texts);
        this.anywhere = anywhere;
        this.classes = new ByteClasses(this.texts);
        int size = 1 + this.texts.stream().mapToInt(String::length).sum();
        int[] table = new int[size * classes.count()];
        Arrays.fill(table, -1);
        boolean[] end = new boolean[size];
        int states = 1;
        for (String text : this.texts) {
            int state = 0;
            for (int i = 0; i < text.length(); i++) {
                int edge = state * classes.count() + classes.of(text.charAt(i));
                if (table[edge] < 0) {
                    table[edge] = states++;
                }
                state = table[edge];
            }
            end[state] = true;
        }
        if (anywhere) {
            connect(table, end, states, classes.count());
        }
        this.next = Arrays.copyOf(table, states * classes.count());
        this.found = Arrays.copyOf(end, states);
    }

    /** Looks for strings at the start of others. */
    static TextAutomaton ofPrefixes(Collection<String> texts) {
        return new TextAutomaton(texts, false);
    }

    /** Looks for strings anywhere in others. */
    static TextAutomaton ofSubstrings(Collection<String> texts) {
        return new TextAutomaton(texts, true);
    }

    /** Connects every missing edge to the state of the longest suffix that is still a prefix. */
    private static void connect(int[] table, boolean[] end, int states, int classes) {
        int[] suffix = new int[states];
        Deque<Integer> queue = new ArrayDeque<>();
        queue.add(0);
        while (!queue.isEmpty()) {
            int state = queue.remove();
            for (int c = 0; c < classes; c++) {
                int edge = state * classes + c;
                int fallback = state == 0 ? 0 : table[suffix[state] * classes + c];
                if (table[edge] < 0) {
                    table[edge] = fallback;
                } else {
                    int child = table[edge];
                    suffix[child] = fallback;
                    end[child] |= end[fallback];
                    queue.add(child);
                }
            }
        }
    }

    Set<String> texts() {
        return texts;
    }

    /** Whether one of the strings is in another, where it is looked for. */
    boolean isIn(String text) {
        int state = 0;
        for (int i = 0; i < text.length() && !found[state]; i++) {
            state = next[state * classes.count() + classes.of(text.charAt(i))];
            if (state < 0) {
                return false;
            }
        }
        return found[state];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TextAutomaton set && set.anywhere == anywhere && set.texts.equals(texts);
    }

    @Override
    public int hashCode() {
        return texts.hashCode();
    }

    @Override
    public String toString() {
        return texts.toString();
    }

    /** The bytes that occur in some strings, numbered from 1; all others are 0. This keeps the tables of automata small. */
    private static final class ByteClasses {
        private final int[] classes = new int[256];
        private final int count;

        ByteClasses(Collection<String> texts) {
            int next = 1;
            for (String text : texts) {
                for (int i = 0; i < text.length(); i++) {
                    int octet = text.charAt(i) & 0xff;
                    if (classes[octet] == 0) {
                        classes[octet] = next++;
                    }
                }
            }
            this.count = next;
        }

        int of(char c) {
            return classes[c & 0xff];
        }

        int count() {
            return count;
        }
    }
}
