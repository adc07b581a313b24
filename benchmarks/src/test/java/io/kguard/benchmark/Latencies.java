// SPDX-License-Identifier: Apache-2.0
package io.kguard.benchmark;

import java.util.List;
import java.util.Locale;

/** Times in milliseconds, as people compare them. */
final class Latencies {
    private static final double HIGH = 0.95;

    private Latencies() {}

    /** The median, and what 95 % of the times stay within. */
    static String text(List<Double> millis) {
        List<Double> sorted = millis.stream().sorted().toList();
        int count = sorted.size();
        return String.format(
                Locale.ROOT,
                "%.0f ms (median of %d), 95 %% within %.0f ms, at most %.0f ms",
                sorted.get(count / 2),
                count,
                sorted.get((int) Math.ceil(HIGH * count) - 1),
                sorted.get(count - 1));
    }
}
