// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import java.util.ArrayList;
import java.util.List;

/** The steps of one action, as they are found. Their values are numbered. */
final class PlaySteps {
    /** The numbers of a step: what its call returns, and six arguments. */
    private static final int VALUES = 7;

    private final List<PlayStep> steps = new ArrayList<>();
    private int next;

    /** Adds a system call, and returns the word for what it returns. */
    String call(String name, String... words) {
        return call(name, 0, List.of(words));
    }

    /**
     * Adds a system call, and returns the word for what it returns.
     *
     * @param error the number of the error with which it must fail; 0 if it must not
     */
    String call(String name, int error, List<String> words) {
        steps.add(new PlayStep(name, next, error, words));
        next += VALUES;
        return "r" + (next - VALUES);
    }

    void add(PlayStep step) {
        steps.add(step);
    }

    /** The steps so far were those of an earlier action of the same process: their values are still there. */
    void clear() {
        steps.clear();
    }

    List<PlayStep> all() {
        return List.copyOf(steps);
    }
}
