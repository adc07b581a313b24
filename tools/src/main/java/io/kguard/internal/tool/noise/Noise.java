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
 * @param alerts its alerts on all of them
 * @param perThousandEvents alerts per thousand events, where they are most
 * @param perHour alerts per hour, where they are most, if the workload ran on without a pause
 * @param workloads the ids of those on which it fired, most alerts first
 * @param in its alerts on each of these
 * @param example the message of one alert
 */
record Noise(
        String rule,
        long alerts,
        double perThousandEvents,
        double perHour,
        List<String> workloads,
        List<InWorkload> in,
        String example) {
    private static final double THOUSAND = 1000.0;
    private static final double MILLIS_PER_HOUR = 3_600_000.0;
    private static final int SHOWN = 200;

    /**
     * Its alerts on one of them.
     *
     * @param workload the workload's id
     * @param alerts how many events it matched
     * @param events how many events the workload had
     */
    record InWorkload(String workload, long alerts, long events) {
        double perThousand() {
            return events == 0 ? 0 : alerts * THOUSAND / events;
        }
    }

    Noise {
        workloads = List.copyOf(workloads);
        in = List.copyOf(in);
    }

    /** The noise of a rule in workloads whose events are complete. */
    static Noise of(String rule, List<Detections> played) {
        List<Detections> noisy = played.stream()
                .filter(detections -> alerts(rule, detections) > 0)
                .sorted(Comparator.comparingLong((Detections detections) -> alerts(rule, detections))
                        .reversed())
                .toList();
        List<InWorkload> in = noisy.stream()
                .map(detections ->
                        new InWorkload(detections.scenario(), alerts(rule, detections), detections.eventsSeen()))
                .toList();
        double perHour = noisy.stream()
                .mapToDouble(detections -> perHour(rule, detections))
                .max()
                .orElse(0);
        String example = noisy.stream()
                .limit(1)
                .flatMap(detections -> detections.alertsOf(rule).stream())
                .map(alert -> alert.message())
                .findFirst()
                .orElse("");
        return of(rule, in, perHour, example);
    }

    static Noise of(String rule, List<InWorkload> in, double perHour, String example) {
        return new Noise(
                rule,
                in.stream().mapToLong(InWorkload::alerts).sum(),
                in.stream().mapToDouble(InWorkload::perThousand).max().orElse(0),
                perHour,
                in.stream().map(InWorkload::workload).toList(),
                in,
                example);
    }

    private static double perHour(String rule, Detections detections) {
        double hours = detections.took().toMillis() / MILLIS_PER_HOUR;
        return hours == 0 ? 0 : alerts(rule, detections) / hours;
    }

    private static long alerts(String rule, Detections detections) {
        return detections.outcome(rule).map(RuleOutcome::eventsMatched).orElse(0L);
    }

    /** The workload with the most alerts per thousand events. There is one if there are alerts. */
    InWorkload noisiest() {
        return in.stream()
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
}
