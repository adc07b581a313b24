// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

/**
 * How a check did that was made several times. Times are in milliseconds.
 *
 * @param runs how often it was made
 * @param passed in how many of these it passed
 * @param median the time that half of the runs did not exceed
 * @param most the time that nine in ten did not exceed
 * @param nearlyAll the time that 99 in 100 did not exceed
 * @param slowest the longest time
 */
public record CheckRuns(int runs, long passed, long median, long most, long nearlyAll, long slowest) {
    /** In words: {@code passed 9 of 10 times, 310 ms (median), 402 ms (90 %)}. */
    String text() {
        return "passed " + passed + " of " + runs + " times, " + median + " ms (median), " + most + " ms (90 %)";
    }
}
