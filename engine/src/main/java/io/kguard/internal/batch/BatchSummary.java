// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.batch;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The outcome of many captures. It keeps no capture that is as it should be.
 *
 * @param captures how many there are
 * @param events the number of their events
 * @param alerts the number of alerts
 * @param byRule the number of alerts of each rule
 * @param problems why alerts of a capture may be missing, each with the capture
 * @param millis how long it took
 */
public record BatchSummary(
        int captures, long events, long alerts, Map<String, Long> byRule, List<String> problems, long millis) {
    private static final double MILLIS_PER_SECOND = 1000.0;

    /** Copies the collections. */
    public BatchSummary {
        byRule = Collections.unmodifiableMap(new TreeMap<>(byRule));
        problems = List.copyOf(problems);
    }

    /** The summary of the outcomes of captures. */
    public BatchSummary(Collection<CaptureOutcome> outcomes, long millis) {
        this(
                outcomes.size(),
                outcomes.stream().mapToLong(CaptureOutcome::events).sum(),
                outcomes.stream().mapToLong(CaptureOutcome::alerts).sum(),
                sum(outcomes.stream().map(CaptureOutcome::byRule).toList()),
                outcomes.stream()
                        .filter(outcome -> !outcome.problem().isEmpty())
                        .map(outcome -> text(outcome.capture(), outcome.problem()))
                        .toList(),
                millis);
    }

    /** The sum of several parts, which were read side by side. */
    public static BatchSummary of(List<BatchSummary> parts) {
        return new BatchSummary(
                parts.stream().mapToInt(BatchSummary::captures).sum(),
                parts.stream().mapToLong(BatchSummary::events).sum(),
                parts.stream().mapToLong(BatchSummary::alerts).sum(),
                sum(parts.stream().map(BatchSummary::byRule).toList()),
                parts.stream().flatMap(part -> part.problems().stream()).toList(),
                parts.stream().mapToLong(BatchSummary::millis).max().orElse(0));
    }

    private static Map<String, Long> sum(List<Map<String, Long>> counts) {
        Map<String, Long> sum = new TreeMap<>();
        counts.forEach(some -> some.forEach((rule, alerts) -> sum.merge(rule, alerts, Long::sum)));
        return sum;
    }

    /** The message of most problems names the capture already. */
    private static String text(String capture, String problem) {
        return problem.startsWith(capture) ? problem : capture + ": " + problem;
    }

    /**
     * The lines for the console: the alerts of each rule, what could not be read, and the total.
     *
     * @param named how many captures are named that could not be read
     */
    public List<String> lines(int named) {
        List<String> lines = new ArrayList<>();
        byRule.forEach((rule, count) -> lines.add(String.format(Locale.ROOT, "  %8d  %s", count, rule)));
        problems.stream().limit(named).forEach(problem -> lines.add("ERROR " + problem));
        if (problems.size() > named) {
            lines.add("ERROR and " + (problems.size() - named) + " more");
        }
        lines.add(String.format(
                Locale.ROOT,
                "%d %s, %d events, %d %s in %.1f s%s",
                captures,
                captures == 1 ? "capture" : "captures",
                events,
                alerts,
                alerts == 1 ? "alert" : "alerts",
                millis / MILLIS_PER_SECOND,
                problems.isEmpty() ? "" : "; " + problems.size() + " could not be judged to the end"));
        return lines;
    }

    /**
     * The outcome of a capture.
     *
     * @param capture its name
     * @param events the number of its events that were read
     * @param alerts the number of alerts
     * @param byRule the number of alerts of each rule
     * @param problem why alerts may be missing; empty if there is no doubt
     */
    public record CaptureOutcome(String capture, long events, long alerts, Map<String, Long> byRule, String problem)
            implements Serializable {
        /** Copies the map. */
        public CaptureOutcome {
            byRule = Collections.unmodifiableMap(new TreeMap<>(byRule));
        }
    }
}
