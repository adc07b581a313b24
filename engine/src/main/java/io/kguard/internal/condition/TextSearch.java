// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds which of many comparisons are true for a string, in one pass over it (Aho-Corasick automaton). Values, prefixes and
 * suffixes are substrings that include a mark before the string or after it. Immutable.
 */
final class TextSearch {
    /** Marks that are no characters. */
    private static final int START = 0x10000;

    private static final int END = 0x10001;
    private static final int[] NOTHING = {};

    /** Edges of the automaton: open addressing. */
    private long[] edges = new long[64];

    private int[] targets = new int[64];
    private int edgeCount;
    private int states = 1;
    private final int[] suffix;
    /** The comparisons that are found in a state, also at its suffixes. */
    private final int[][] found;
    /** The comparisons that are not in the automaton, and their numbers. */
    private final TextPredicate[] others;

    private final int[] numbersOfOthers;

    /** A search for comparisons, each with a number. */
    TextSearch(Map<Integer, TextPredicate> predicates) {
        Map<Integer, List<Integer>> ends = new HashMap<>();
        List<Integer> rest = new ArrayList<>();
        predicates.forEach((number, predicate) -> {
            List<int[]> patterns = patterns(predicate);
            if (patterns.isEmpty()) {
                rest.add(number);
            }
            for (int[] pattern : patterns) {
                ends.computeIfAbsent(add(pattern), state -> new ArrayList<>()).add(number);
            }
        });
        this.others = rest.stream().map(predicates::get).toList().toArray(new TextPredicate[0]);
        this.numbersOfOthers = rest.stream().mapToInt(Integer::intValue).toArray();
        this.suffix = new int[states];
        this.found = new int[states][];
        connect(ends);
    }

    private static List<int[]> patterns(TextPredicate predicate) {
        List<int[]> patterns = new ArrayList<>();
        if (predicate instanceof TextPredicate.Equal equal) {
            patterns.add(marked(true, equal.literal(), true));
        } else if (predicate instanceof TextPredicate.OneOf oneOf) {
            oneOf.literals().forEach(literal -> patterns.add(marked(true, literal, true)));
        } else if (predicate instanceof TextPredicate.StartsWith prefix) {
            patterns.add(marked(true, prefix.literal(), false));
        } else if (predicate instanceof TextPredicate.StartsWithOneOf prefixes) {
            prefixes.prefixes().texts().forEach(literal -> patterns.add(marked(true, literal, false)));
        } else if (predicate instanceof TextPredicate.EndsWith end) {
            patterns.add(marked(false, end.literal(), true));
        } else if (predicate instanceof TextPredicate.Contains part
                && !part.literal().isEmpty()) {
            patterns.add(marked(false, part.literal(), false));
        } else if (predicate instanceof TextPredicate.ContainsOneOf parts
                && !parts.substrings().texts().contains("")) {
            parts.substrings().texts().forEach(literal -> patterns.add(marked(false, literal, false)));
        }
        return patterns;
    }

    private static int[] marked(boolean start, String text, boolean end) {
        int[] pattern = new int[text.length() + (start ? 1 : 0) + (end ? 1 : 0)];
        int at = 0;
        if (start) {
            pattern[at++] = START;
        }
        for (int i = 0; i < text.length(); i++) {
            pattern[at++] = text.charAt(i);
        }
        if (end) {
            pattern[at] = END;
        }
        return pattern;
    }

    private int add(int[] pattern) {
        int state = 0;
        for (int sign : pattern) {
            int next = edge(state, sign);
            if (next == 0) {
                next = states++;
                put(state, sign, next);
            }
            state = next;
        }
        return state;
    }

    private static long key(int state, int sign) {
        return (long) state << 20 | sign;
    }

    private static int hash(long key) {
        long mixed = key * 0x9e3779b97f4a7c15L;
        return (int) (mixed >>> 32);
    }

    /** The state after a sign; 0 if there is no edge for it, since none leads to the root. */
    private int edge(int state, int sign) {
        long key = key(state, sign);
        int mask = targets.length - 1;
        for (int slot = hash(key) & mask; targets[slot] != 0; slot = slot + 1 & mask) {
            if (edges[slot] == key) {
                return targets[slot];
            }
        }
        return 0;
    }

    private void put(int state, int sign, int target) {
        if (++edgeCount * 2 > targets.length) {
            long[] oldEdges = edges;
            int[] oldTargets = targets;
            edges = new long[2 * oldEdges.length];
            targets = new int[2 * oldTargets.length];
            for (int i = 0; i < oldTargets.length; i++) {
                if (oldTargets[i] != 0) {
                    insert(oldEdges[i], oldTargets[i]);
                }
            }
        }
        insert(key(state, sign), target);
    }

    private void insert(long key, int target) {
        int mask = targets.length - 1;
        int slot = hash(key) & mask;
        while (targets[slot] != 0) {
            slot = slot + 1 & mask;
        }
        edges[slot] = key;
        targets[slot] = target;
    }

    /** Finds for each state the longest suffix that is a state, too, level by level. */
    private void connect(Map<Integer, List<Integer>> ends) {
        int[][] children = children();
        Deque<Integer> queue = new ArrayDeque<>();
        queue.add(0);
        while (!queue.isEmpty()) {
            int state = queue.remove();
            int[] own = ends.getOrDefault(state, List.of()).stream()
                    .mapToInt(Integer::intValue)
                    .toArray();
            found[state] = state == 0 ? own : joined(own, found[suffix[state]]);
            for (int i = 0; i < children[state].length; i += 2) {
                int sign = children[state][i];
                int child = children[state][i + 1];
                suffix[child] = state == 0 ? 0 : next(suffix[state], sign);
                queue.add(child);
            }
        }
    }

    /** The signs and targets of the edges of each state. */
    private int[][] children() {
        int[][] children = new int[states][];
        Arrays.fill(children, NOTHING);
        for (int i = 0; i < targets.length; i++) {
            if (targets[i] != 0) {
                int state = (int) (edges[i] >> 20);
                int[] known = children[state];
                int[] more = Arrays.copyOf(known, known.length + 2);
                more[known.length] = (int) (edges[i] & (1 << 20) - 1);
                more[known.length + 1] = targets[i];
                children[state] = more;
            }
        }
        return children;
    }

    private static int[] joined(int[] first, int[] second) {
        if (first.length == 0 || second.length == 0) {
            return first.length == 0 ? second : first;
        }
        int[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private int next(int from, int sign) {
        int state = from;
        int next = edge(state, sign);
        while (next == 0 && state != 0) {
            state = suffix[state];
            next = edge(state, sign);
        }
        return next;
    }

    /** Adds the numbers of the comparisons that are true for a string, some perhaps more than once. */
    void find(String text, IntList numbers) {
        int state = next(0, START);
        numbers.addAll(found[0]);
        numbers.addAll(found[state]);
        for (int i = 0; i < text.length(); i++) {
            state = next(state, text.charAt(i));
            numbers.addAll(found[state]);
        }
        numbers.addAll(found[next(state, END)]);
        for (int i = 0; i < others.length; i++) {
            if (others[i].test(text)) {
                numbers.add(numbersOfOthers[i]);
            }
        }
    }
}
