// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.noise;

import io.kguard.engine.RuleOutcome;
import io.kguard.verdict.Detections;
import java.util.List;

/**
 * The alerts of a rule on everyday workloads.
 *
 * @param rule the rule's name
 * @param alerts how many events it matched
 * @param events how many events the workloads had
 * @param hours how long the workloads took
 * @param scenarios the workloads on which it fired, most alerts first
 * @param example the message of one alert
 */
record Noise(String rule, long alerts, long events, double hours, List<String> scenarios, String example) {
    private static final double THOUSAND = 1000.0;
    private static final int SHOWN = 200;

    Noise {
        scenarios = List.copyOf(scenarios);
    }

    /** The noise of a rule in workloads whose events are complete. */
    static Noise of(String rule, List<Detections> workloads) {
        List<Detections> noisy = workloads.stream()
                .filter(detections -> alerts(rule, detections) > 0)
                .sorted((a, b) -> Long.compare(alerts(rule, b), alerts(rule, a)))
                .toList();
        return new Noise(
                rule,
                noisy.stream().mapToLong(detections -> alerts(rule, detections)).sum(),
                workloads.stream().mapToLong(Detections::eventsSeen).sum(),
                workloads.stream()
                                .mapToLong(detections -> detections.took().toMillis())
                                .sum()
                        / (3600 * THOUSAND),
                noisy.stream().map(Detections::scenario).toList(),
                noisy.stream()
                        .flatMap(detections -> detections.alertsOf(rule).stream())
                        .map(alert -> alert.message())
                        .findFirst()
                        .orElse(""));
    }

    private static long alerts(String rule, Detections detections) {
        return detections.outcome(rule).map(RuleOutcome::eventsMatched).orElse(0L);
    }

    /** The example as far as people read it: a command in it can be a whole script. The JSON file has all of it. */
    String shownExample() {
        String line = example.lines().findFirst().orElse("");
        return line.equals(example) && line.length() <= SHOWN
                ? example
                : line.substring(0, Math.min(SHOWN, line.length())) + "...";
    }

    /** Alerts per thousand events. */
    double perThousand() {
        return events == 0 ? 0 : alerts * THOUSAND / events;
    }

    /** Alerts per hour, if the workloads ran on without a pause. */
    double perHour() {
        return hours == 0 ? 0 : alerts / hours;
    }
}
