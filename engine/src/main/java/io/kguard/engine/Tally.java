// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import java.util.Arrays;

/**
 * Counts the events of a kind that an engine saw, and those that each of its rules matched and so hid from later rules.
 */
final class Tally {
    final Bucket bucket;
    long events;
    private long[] taken = {};

    Tally(Bucket bucket) {
        this.bucket = bucket;
    }

    void taken(int place) {
        if (place >= taken.length) {
            taken = Arrays.copyOf(taken, bucket.program().size());
        }
        taken[place]++;
    }

    /** How many events were matched by rules before an index. */
    long takenBefore(int place) {
        long sum = 0;
        for (int i = 0; i < Math.min(place, taken.length); i++) {
            sum += taken[i];
        }
        return sum;
    }

    /** The index of a rule among those for the kind; negative if it is none of them. */
    int place(int rule) {
        return bucket.program().indexOf(rule);
    }
}
