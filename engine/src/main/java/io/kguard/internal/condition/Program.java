// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import java.util.Arrays;
import java.util.List;

/**
 * Conditions prepared for events of one kind. Conditions that can't be true for such events are left out.
 *
 * <p>Immutable, shared by threads.
 */
public final class Program {
    /** Ascending. */
    private final int[] conditions;

    private final Matcher matcher;

    /**
     * A program.
     *
     * @param conditions the indexes in the set, ascending
     */
    Program(List<Integer> conditions, Matcher matcher) {
        this.conditions = conditions.stream().mapToInt(Integer::intValue).toArray();
        this.matcher = matcher;
    }

    /** How many conditions can be true. */
    public int size() {
        return conditions.length;
    }

    /** The index in the set of a condition of this program. */
    public int condition(int index) {
        return conditions[index];
    }

    /** The index here of a condition of the set, or a negative number if it can't be true. */
    public int indexOf(int condition) {
        return Arrays.binarySearch(conditions, condition);
    }

    /**
     * The next condition that is true for the evaluation's event.
     *
     * @param from the first index to try
     * @return its index here, or -1 if none is true
     */
    public int next(Evaluation evaluation, int from) {
        return matcher.next(evaluation, from);
    }
}
