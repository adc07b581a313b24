// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;

/** A set of prefixes. One pass over a string finds whether it has one of them. */
final class PrefixTree {
    private final Set<String> prefixes;
    private final ByteClasses classes;
    /** State times number of classes plus class gives the next state; 0 is the root and means no further match. */
    private final int[] next;

    private final boolean[] end;

    PrefixTree(Collection<String> prefixes) {
        this.prefixes = Set.copyOf(prefixes);
        this.classes = new ByteClasses(this.prefixes);
        int size = 1 + this.prefixes.stream().mapToInt(String::length).sum();
        int[] table = new int[size * classes.count()];
        boolean[] ends = new boolean[size];
        int states = 1;
        for (String prefix : this.prefixes) {
            int state = 0;
            for (int i = 0; i < prefix.length(); i++) {
                int edge = state * classes.count() + classes.of(prefix.charAt(i));
                if (table[edge] == 0) {
                    table[edge] = states++;
                }
                state = table[edge];
            }
            ends[state] = true;
        }
        this.next = Arrays.copyOf(table, states * classes.count());
        this.end = Arrays.copyOf(ends, states);
    }

    Set<String> texts() {
        return prefixes;
    }

    /** Whether a string has one of the prefixes. */
    boolean hasPrefixOf(String text) {
        int state = 0;
        if (end[0]) {
            return true;
        }
        for (int i = 0; i < text.length(); i++) {
            state = next[state * classes.count() + classes.of(text.charAt(i))];
            if (state == 0) {
                return false;
            }
            if (end[state]) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PrefixTree tree && tree.prefixes.equals(prefixes);
    }

    @Override
    public int hashCode() {
        return prefixes.hashCode();
    }

    @Override
    public String toString() {
        return prefixes.toString();
    }
}
