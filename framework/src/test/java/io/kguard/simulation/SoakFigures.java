// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM of a soak tells of its simulations.
 *
 * @param runs simulations
 * @param flakes those that were not judged as they must be
 * @param steady whether the JVM held no more of the machine at the end than after its first simulations
 * @param medianMillis how long a simulation took until its verdict
 * @param p95Millis how long all but one in twenty took at most
 * @param seconds how long all took
 */
record SoakFigures(int runs, int flakes, boolean steady, long medianMillis, long p95Millis, long seconds) {
    private static final Pattern LINE = Pattern.compile(
            "(?m)^soak: runs=(\\d+) flakes=(\\d+) steady=(true|false)" + " median=(\\d+) p95=(\\d+) seconds=(\\d+)$");

    /** As a line of output. */
    String line() {
        return "soak: runs=" + runs + " flakes=" + flakes + " steady=" + steady + " median=" + medianMillis + " p95="
                + p95Millis + " seconds=" + seconds;
    }

    /** Those in a JVM's output; an output without them is that of a JVM that failed. */
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
