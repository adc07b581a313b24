// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import java.util.List;

/**
 * Conditions made ready for events of one kind. Those that can't hold for such events are not among them.
 *
 * <p>Immutable, shared by threads.
 */
public final class Program {
    private final int[] conditions;
    private final Matcher matcher;

    Program(List<Integer> conditions, Matcher matcher) {
        this.conditions = conditions.stream().mapToInt(Integer::intValue).toArray();
        this.matcher = matcher;
    }

    /** How many conditions can hold. */
    public int size() {
        return conditions.length;
    }

    /** Which condition of the set one of these is. */
    public int condition(int index) {
        return conditions[index];
    }

    /**
     * The next condition that holds for the evaluation's event.
     *
     * @param from the index of the first that counts
     * @return its index here, -1 if none holds
     */
    public int next(Evaluation evaluation, int from) {
        return matcher.next(evaluation, from);
    }
}
