// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.internal.condition.Program;
import java.util.Arrays;

/** How many events of a kind an engine saw, and which of its rules took them from later ones. */
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

    /** How many events rules before a place took. */
    long takenBefore(int place) {
        long sum = 0;
        for (int i = 0; i < Math.min(place, taken.length); i++) {
            sum += taken[i];
        }
        return sum;
    }

    /** Where a rule stands among those for the kind; -1 if it is none of them. */
    int place(int rule) {
        Program program = bucket.program();
        for (int i = 0; i < program.size(); i++) {
            if (program.condition(i) == rule) {
                return i;
            }
        }
        return -1;
    }
}
