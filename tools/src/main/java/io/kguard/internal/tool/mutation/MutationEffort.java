// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutation;

import io.kguard.internal.message.Wording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a mutation took.
 *
 * @param scenarios how many scenarios were played or read
 * @param evaluated how many mutants were evaluated on their events
 * @param evaluating the processor time of that, of all threads
 * @param took the time of all
 * @param history the file with the results of earlier runs
 */
record MutationEffort(int scenarios, int evaluated, Duration evaluating, Duration took, String history) {
    private static final double NANOS = 1e9;

    /** The lines for the console. */
    List<String> lines(int mutants) {
        List<String> lines = new ArrayList<>();
        if (mutants > evaluated) {
            lines.add(mutants - evaluated + " changes were evaluated by an earlier run (" + history + "). "
                    + Wording.given("mutationHistory") + "=off evaluates all again.");
        }
        if (scenarios > 0) {
            double seconds = evaluating.toNanos() / NANOS;
            lines.add(String.format(
                    Locale.ROOT,
                    "%d scenarios were played; to evaluate %d changes on their events took %.1f s of processor time",
                    scenarios,
                    evaluated,
                    seconds));
        }
        return lines;
    }
}
