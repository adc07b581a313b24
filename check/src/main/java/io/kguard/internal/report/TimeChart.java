// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Which simulations took how long, the longest first.
 *
 * @param bars the longest ones
 * @param text what they are of all, in a sentence
 */
record TimeChart(List<Bar> bars, String text) {
    private static final int MAX_BARS = 25;
    private static final double PERCENT = 100.0;

    /**
     * A simulation.
     *
     * @param id its id
     * @param label its name
     * @param time how long it took
     * @param width how long its bar is, in percent of the longest
     */
    record Bar(String id, String label, String time, String width) {}

    boolean shown() {
        return bars.size() > 1;
    }

    static TimeChart of(List<SimulationView> simulations) {
        List<SimulationView> sorted = simulations.stream()
                .filter(simulation -> simulation.millis() > 0)
                .sorted(Comparator.comparingLong(SimulationView::millis).reversed())
                .toList();
        long all = sorted.stream().mapToLong(SimulationView::millis).sum();
        List<SimulationView> longest = sorted.stream().limit(MAX_BARS).toList();
        long shown = longest.stream().mapToLong(SimulationView::millis).sum();
        return new TimeChart(
                longest.stream()
                        .map(simulation -> new Bar(
                                simulation.id(),
                                simulation.label(),
                                simulation.time(),
                                String.format(
                                        Locale.ROOT,
                                        "%.1f",
                                        PERCENT
                                                * simulation.millis()
                                                / longest.get(0).millis())))
                        .toList(),
                longest.size() < sorted.size()
                        ? String.format(
                                Locale.ROOT,
                                "The %d longest of %d simulations took %s of %s.",
                                longest.size(),
                                simulations.size(),
                                HtmlPage.seconds(shown),
                                HtmlPage.seconds(all))
                        : "All simulations together took " + HtmlPage.seconds(all) + ".");
    }
}
