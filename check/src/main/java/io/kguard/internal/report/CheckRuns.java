// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

/**
 * How a check did that was made several times.
 *
 * @param runs how often it was made
 * @param passed in how many of these it passed
 * @param millis how long they took
 */
public record CheckRuns(int runs, long passed, Millis millis) {
    /**
     * Times in milliseconds.
     *
     * @param p50 the time that half of the runs did not exceed
     * @param p90 the time that nine in ten did not exceed
     * @param p99 the time that 99 in 100 did not exceed
     * @param max the longest time
     */
    public record Millis(long p50, long p90, long p99, long max) {}

    /** In words: {@code passed 9 of 10 times, 310 ms (median), 402 ms (90 %)}. */
    String text() {
        return "passed " + passed + " of " + runs + " times, " + millis.p50() + " ms (median), " + millis.p90()
                + " ms (90 %)";
    }
}
