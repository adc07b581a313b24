// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.noise;

import io.kguard.engine.RuleOutcome;
import io.kguard.verdict.Detections;
import java.util.Comparator;
import java.util.List;

/**
 * The alerts of a rule on everyday workloads. Rates are those of the workload where the rule is noisiest: what many events of others
 * would thin out, whoever runs that workload still gets.
 *
 * @param rule the rule's name
 * @param workloads those on which it fired, most alerts first
 * @param example the message of one alert
 */
record Noise(String rule, List<InWorkload> workloads, String example) {
    private static final double THOUSAND = 1000.0;
    private static final double MILLIS_PER_HOUR = 3_600_000.0;
    private static final int SHOWN = 200;

    /**
     * Its alerts on one of them.
     *
     * @param scenario the workload's id
     * @param alerts how many events it matched
     * @param events how many events the workload had
     * @param hours how long it took
     */
    record InWorkload(String scenario, long alerts, long events, double hours) {
        /** Alerts per thousand events. */
        double perThousand() {
            return events == 0 ? 0 : alerts * THOUSAND / events;
        }

        /** Alerts per hour, if the workload ran on without a pause. */
        double perHour() {
            return hours == 0 ? 0 : alerts / hours;
        }
    }

    Noise {
        workloads = List.copyOf(workloads);
    }

    /** The noise of a rule in workloads whose events are complete. */
    static Noise of(String rule, List<Detections> played) {
        List<InWorkload> noisy = played.stream()
                .map(detections -> new InWorkload(
                        detections.scenario(),
                        alerts(rule, detections),
                        detections.eventsSeen(),
                        detections.took().toMillis() / MILLIS_PER_HOUR))
                .filter(workload -> workload.alerts() > 0)
                .sorted(Comparator.comparingLong(InWorkload::alerts).reversed())
                .toList();
        return new Noise(
                rule,
                noisy,
                played.stream()
                        .filter(detections -> !noisy.isEmpty()
                                && detections.scenario().equals(noisy.get(0).scenario()))
                        .flatMap(detections -> detections.alertsOf(rule).stream())
                        .map(alert -> alert.message())
                        .findFirst()
                        .orElse(""));
    }

    private static long alerts(String rule, Detections detections) {
        return detections.outcome(rule).map(RuleOutcome::eventsMatched).orElse(0L);
    }

    /** Its alerts on all of them. */
    long alerts() {
        return workloads.stream().mapToLong(InWorkload::alerts).sum();
    }

    /** The workloads' ids. */
    List<String> scenarios() {
        return workloads.stream().map(InWorkload::scenario).toList();
    }

    /** The workload with the most alerts per thousand events. There is one if there are alerts. */
    InWorkload noisiest() {
        return workloads.stream()
                .max(Comparator.comparingDouble(InWorkload::perThousand))
                .orElseThrow();
    }

    /** The example as far as people read it: a command in it can be a whole script. The JSON file has all of it. */
    String shownExample() {
        String line = example.lines().findFirst().orElse("");
        return line.equals(example) && line.length() <= SHOWN
                ? example
                : line.substring(0, Math.min(SHOWN, line.length())) + "...";
    }

    /** Alerts per thousand events, where it is noisiest. */
    double perThousand() {
        return noisiest().perThousand();
    }

    /** Alerts per hour, where they are most. */
    double perHour() {
        return workloads.stream().mapToDouble(InWorkload::perHour).max().orElse(0);
    }
}
