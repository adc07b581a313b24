// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The results of a soak JVM.
 *
 * @param runs the number of simulations
 * @param flakes the number of wrong verdicts
 * @param steady whether the JVM used no more of the machine at the end than after its first simulations
 * @param medianMillis the median time until a verdict
 * @param p95Millis the 95th percentile of that time
 * @param seconds how long all took
 */
record SoakFigures(int runs, int flakes, boolean steady, long medianMillis, long p95Millis, long seconds) {
    private static final Pattern LINE = Pattern.compile(
            "(?m)^soak: runs=(\\d+) flakes=(\\d+) steady=(true|false)" + " median=(\\d+) p95=(\\d+) seconds=(\\d+)$");

    /** The results as a line of output. */
    String line() {
        return "soak: runs=" + runs + " flakes=" + flakes + " steady=" + steady + " median=" + medianMillis + " p95="
                + p95Millis + " seconds=" + seconds;
    }

    /** The results in a JVM's output. An output without them means that the JVM failed. */
    static SoakFigures in(String output) {
        Matcher line = LINE.matcher(output);
        if (!line.find()) {
            throw new AssertionError("the JVM did not end its simulations:\n" + output);
        }
        return new SoakFigures(
                Integer.parseInt(line.group(1)),
                Integer.parseInt(line.group(2)),
                Boolean.parseBoolean(line.group(3)),
                Long.parseLong(line.group(4)),
                Long.parseLong(line.group(5)),
                Long.parseLong(line.group(6)));
    }
}
