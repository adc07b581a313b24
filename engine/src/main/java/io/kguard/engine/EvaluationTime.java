// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

/**
 * The time that evaluating a rule takes. The slowest evaluation counts as one of the others: it is usually one that the machine
 * interrupted, and that would be more than all others together.
 */
final class EvaluationTime {
    private long sum;
    private long slowest;
    private long count;

    /** Adds an evaluation, in nanoseconds. */
    void add(long nanos) {
        sum += nanos;
        slowest = Math.max(slowest, nanos);
        count++;
    }

    /** The time of all, in nanoseconds. */
    long nanos() {
        return count < 2 ? sum : (sum - slowest) * count / (count - 1);
    }
}
