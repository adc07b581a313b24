// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Instructions of an automaton over bytes. After a consuming instruction the next one follows. */
final class RegexProgram {
    static final int BYTES = 0;
    static final int JUMP = 1;
    static final int SPLIT = 2;
    static final int LINE_START = 3;
    static final int LINE_END = 4;
    static final int MATCH = 5;

    private static final int MAX_SIZE = 100_000;

    private int[] kinds = new int[64];
    private int[] firsts = new int[64];
    private int[] seconds = new int[64];
    private int size;

    int size() {
        return size;
    }

    int kind(int state) {
        return kinds[state];
    }

    int first(int state) {
        return firsts[state];
    }

    int second(int state) {
        return seconds[state];
    }

    boolean accepts(int state, int octet) {
        return kinds[state] == BYTES && octet >= firsts[state] && octet <= seconds[state];
    }

    boolean isMatch(int state) {
        return kinds[state] == MATCH;
    }

    /** Appends an expression and the end of the program. */
    void match(RegexNode node) {
        append(node);
        add(MATCH, 0, 0);
    }

    private int add(int kind, int first, int second) {
        if (size == MAX_SIZE) {
            throw new IllegalArgumentException("pattern too large");
        }
        if (size == kinds.length) {
            kinds = Arrays.copyOf(kinds, 2 * size);
            firsts = Arrays.copyOf(firsts, 2 * size);
            seconds = Arrays.copyOf(seconds, 2 * size);
        }
        kinds[size] = kind;
        firsts[size] = first;
        seconds[size] = second;
        return size++;
    }

    private void append(RegexNode node) {
        if (node instanceof RegexNode.Sequence sequence) {
            sequence.parts().forEach(this::append);
        } else if (node instanceof RegexNode.Choice choice) {
            choose(choice.parts().stream().<Runnable>map(p -> () -> append(p)).toList());
        } else if (node instanceof RegexNode.Repeat repeat) {
            repeat(repeat);
        } else if (node instanceof RegexNode.Characters characters) {
            List<Runnable> choices = new ArrayList<>();
            for (int[] bytes : Utf8Ranges.of(characters.ranges())) {
                choices.add(() -> {
                    for (int i = 0; i < bytes.length; i += 2) {
                        add(BYTES, bytes[i], bytes[i + 1]);
                    }
                });
            }
            if (choices.isEmpty()) {
                add(BYTES, 1, 0); // an empty class matches nothing
            }
            choose(choices);
        } else if (node instanceof RegexNode.Anchor anchor) {
            add(anchor.start() ? LINE_START : LINE_END, 0, 0);
        }
    }

    private void choose(List<Runnable> choices) {
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i < choices.size(); i++) {
            if (i == choices.size() - 1) {
                choices.get(i).run();
            } else {
                int split = add(SPLIT, size + 1, 0);
                choices.get(i).run();
                ends.add(add(JUMP, 0, 0));
                seconds[split] = size;
            }
        }
        ends.forEach(end -> firsts[end] = size);
    }

    private void repeat(RegexNode.Repeat repeat) {
        for (int i = 0; i < repeat.min(); i++) {
            append(repeat.part());
        }
        if (repeat.max() < 0) {
            int split = add(SPLIT, size + 1, 0);
            append(repeat.part());
            add(JUMP, split, 0);
            seconds[split] = size;
            return;
        }
        List<Integer> splits = new ArrayList<>();
        for (int i = repeat.min(); i < repeat.max(); i++) {
            splits.add(add(SPLIT, size + 1, 0));
            append(repeat.part());
        }
        splits.forEach(split -> seconds[split] = size);
    }
}
