// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.Set;

/** A set of substrings. One pass over a string finds whether it contains one of them (Aho-Corasick automaton). */
final class SubstringSet {
    private final Set<String> texts;
    private final ByteClasses classes;
    private final int[] next;
    private final boolean[] found;

    SubstringSet(Collection<String> texts) {
        this.texts = Set.copyOf(texts);
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
        connect(table, end, states, classes.count());
        this.next = Arrays.copyOf(table, states * classes.count());
        this.found = Arrays.copyOf(end, states);
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

    /** Whether a string contains one of the substrings. */
    boolean anyIn(String text) {
        int state = 0;
        if (found[0]) {
            return true;
        }
        for (int i = 0; i < text.length(); i++) {
            state = next[state * classes.count() + classes.of(text.charAt(i))];
            if (found[state]) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SubstringSet set && set.texts.equals(texts);
    }

    @Override
    public int hashCode() {
        return texts.hashCode();
    }

    @Override
    public String toString() {
        return texts.toString();
    }
}
