package io.kguard.condition;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Prefixes, of which a text's is found in one pass over the text. */
final class PrefixTree {
    private final Set<String> prefixes;
    /** State times 256 plus byte gives the next state; 0 is the root and means "no further". */
    private final int[] next;
    private final boolean[] end;

    PrefixTree(Collection<String> prefixes) {
        this.prefixes = Set.copyOf(prefixes);
        Map<String, Integer> states = new HashMap<>();
        states.put("", 0);
        for (String prefix : this.prefixes) {
            for (int i = 1; i <= prefix.length(); i++) {
                states.putIfAbsent(prefix.substring(0, i), states.size());
            }
        }
        this.next = new int[states.size() << 8];
        this.end = new boolean[states.size()];
        states.forEach((text, state) -> {
            end[state] = this.prefixes.contains(text);
            if (!text.isEmpty()) {
                int parent = states.get(text.substring(0, text.length() - 1));
                next[parent << 8 | text.charAt(text.length() - 1) & 0xff] = state;
            }
        });
    }

    /** Whether one of the prefixes begins a text. */
    boolean hasPrefixOf(String text) {
        int state = 0;
        if (end[0]) {
            return true;
        }
        for (int i = 0; i < text.length(); i++) {
            state = next[state << 8 | text.charAt(i) & 0xff];
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
