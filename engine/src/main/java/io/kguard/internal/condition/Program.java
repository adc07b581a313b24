// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import java.util.Arrays;
import java.util.List;

/**
 * Conditions prepared for events of one kind. Conditions that can't be true for such events are left out. Of the others, only
 * those are looked at of which the event has a witness, and conditions of the same logic once.
 *
 * <p>Immutable, shared by threads.
 */
public final class Program {
    private static final int NO_COPY = -1;

    /** Ascending. */
    private final int[] conditions;

    private final Decider[] deciders;
    /** For each condition the next of the same logic, and whether it is not the first of them. */
    private final int[] copies;

    private final boolean[] copy;
    private final WitnessIndex index;
    private final int parts;

    /**
     * A program.
     *
     * @param conditions the indexes in the set, ascending
     * @param parts the number of parts that may be remembered
     */
    Program(
            List<Integer> conditions,
            List<LogicNode> logic,
            Decider.Maker deciders,
            WitnessIndex index,
            int[] copies,
            int parts) {
        this.conditions = conditions.stream().mapToInt(Integer::intValue).toArray();
        this.deciders = logic.stream().map(deciders::of).toList().toArray(new Decider[0]);
        this.index = index;
        this.copies = copies;
        this.copy = new boolean[copies.length];
        for (int next : copies) {
            if (next != NO_COPY) {
                copy[next] = true;
            }
        }
        this.parts = parts;
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
     * The first condition that is true for the context's event.
     *
     * @return its index here, or -1 if none is true
     */
    public int first(Evaluation evaluation) {
        evaluation.begin(conditions.length, parts);
        index.addCandidates(evaluation);
        return next(evaluation);
    }

    /** The condition after the last that was found which is true for the same event; -1 if there are no more. */
    public int next(Evaluation evaluation) {
        CandidateSet candidates = evaluation.candidates();
        for (int i = candidates.poll(); i >= 0; i = candidates.poll()) {
            if (copy[i] || deciders[i].holds(evaluation)) {
                if (copies[i] != NO_COPY) {
                    candidates.add(copies[i]);
                }
                return i;
            }
        }
        return -1;
    }
}
