// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.noise;

import io.kguard.engine.RuleSet;
import io.kguard.internal.message.NamedRows;
import io.kguard.internal.message.Wording;
import io.kguard.internal.message.WrappedLine;
import io.kguard.internal.record.RecordJson;
import io.kguard.internal.record.RecordJson.Written;
import io.kguard.internal.report.RuleFigures;
import io.kguard.internal.report.Table;
import io.kguard.rule.Rule;
import io.kguard.scenario.Expectation;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.Detections;
import io.kguard.verdict.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How many alerts the rules raise on everyday workloads.
 *
 * @param workloads what was detected in each workload
 * @param rules the noise of each rule that fired, the noisiest first
 * @param notPlayed which workloads could not be played, in sentences
 */
public record NoiseReport(List<Detections> workloads, List<Noise> rules, List<String> notPlayed) {
    public NoiseReport {
        workloads = List.copyOf(workloads);
        rules = List.copyOf(rules);
        notPlayed = List.copyOf(notPlayed);
    }

    /** A report of the workloads whose events are complete. */
    static NoiseReport of(List<Detections> played, RuleSet rules, List<String> notPlayed) {
        List<Detections> complete =
                played.stream().filter(Detections::isTrusted).toList();
        return new NoiseReport(
                played,
                rules.rules().stream()
                        .map(Rule::name)
                        .map(rule -> Noise.of(rule, complete))
                        .filter(noise -> noise.alerts() > 0)
                        .sorted(Comparator.comparingLong(Noise::alerts).reversed())
                        .toList(),
                notPlayed);
    }

    /**
     * Which workloads can't be counted, and why; empty if all can.
     *
     * @param budgeted whether there is a budget for alerts, which no workload at all would keep
     */
    public String problem(boolean budgeted) {
        if (budgeted && workloads.isEmpty()) {
            return "No everyday workload was played, so no rule can be too noisy (" + Wording.option("maxNoise") + "). "
                    + (notPlayed.isEmpty() ? "No scenario says benign: workload." : String.join("\n", notPlayed));
        }
        if (budgeted && workloads.stream().allMatch(Detections::isTrusted) && events() == 0) {
            return "The everyday workloads had no event, so no rule can be too noisy (" + Wording.option("maxNoise")
                    + ").";
        }
        return workloads.stream()
                .filter(detections -> !detections.isTrusted())
                .map(detections -> "The workload " + detections.scenario() + " can't be measured.\n  "
                        + String.join("\n  ", detections.doubts()))
                .collect(Collectors.joining("\n"));
    }

    /**
     * A failed check for each rule that is noisier than the budget.
     *
     * @param budget the most alerts of a rule per thousand events
     */
    List<CheckResult> checks(double budget) {
        return rules.stream()
                .filter(noise -> noise.perThousandEvents() > budget)
                .map(noise -> CheckResult.withoutSimulation(
                                String.join(", ", noise.workloads()), Expectation.silent(noise.rule()), "")
                        .withVerdict(new Verdict.Failed(excess(noise, budget))))
                .toList();
    }

    private static String excess(Noise noise, double budget) {
        return String.format(
                Locale.ROOT,
                "Rule \"%s\" is too noisy: %s alerts in the %s events of the workload %s, %.2f per thousand events. At most"
                        + " %.2f are allowed (" + Wording.option("maxNoise")
                        + ").%n  It fired in %s. One of its alerts:%n    %s",
                noise.rule(),
                noise.noisiest().alerts(),
                noise.noisiest().events(),
                noise.noisiest().workload(),
                noise.perThousandEvents(),
                budget,
                String.join(", ", noise.workloads()),
                noise.shownExample());
    }

    private long events() {
        return workloads.stream().mapToLong(Detections::eventsSeen).sum();
    }

    private double seconds() {
        return workloads.stream()
                        .mapToLong(detections -> detections.took().toMillis())
                        .sum()
                / 1000.0;
    }

    private String heading() {
        return String.format(
                Locale.ROOT,
                "%d everyday workloads with %d events: %s",
                workloads.size(),
                events(),
                rules.isEmpty()
                        ? "no rule fired"
                        : rules.size() + (rules.size() == 1 ? " rule fired" : " rules fired"));
    }

    /** The lines for the console. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("Noise: " + heading()));
        notPlayed.forEach(sentence -> lines.addAll(WrappedLine.of("  " + sentence)));
        lines.addAll(NamedRows.of(rules.stream()
                .map(noise -> new NamedRows.Row(
                        noise.rule(),
                        String.format(
                                Locale.ROOT,
                                "%5d alerts  %7.2f per thousand events  %7.0f per hour",
                                noise.alerts(),
                                noise.perThousandEvents(),
                                noise.perHour()),
                        List.of("in " + String.join(", ", noise.workloads()))))
                .toList()));
        return lines;
    }

    /** What {@code noise.json} has. */
    private record Told(
            int workloads,
            long events,
            double seconds,
            @Written(line = 1, rows = 2) List<Noise> rules,
            List<String> notPlayed) {}

    String json() {
        return RecordJson.report(new Told(workloads.size(), events(), seconds(), rules, notPlayed));
    }

    /** The alerts of a rule for the reports. */
    RuleFigures.Noise figures(String rule) {
        return rules.stream()
                .filter(noise -> noise.rule().equals(rule))
                .findFirst()
                .map(noise -> new RuleFigures.Noise(noise.alerts(), noise.perThousandEvents(), noise.workloads()))
                .orElse(new RuleFigures.Noise(0, 0, List.of()));
    }

    /** The table of the report for people. */
    Table table() {
        return new Table(
                "Noise",
                String.join(
                        ". ",
                        Stream.concat(Stream.of(heading()), notPlayed.stream()).toList()),
                List.of("Rule", "Alerts", "Per thousand events", "Per hour", "Workloads", "Example"),
                rules.stream()
                        .map(noise -> List.of(
                                noise.rule(),
                                String.valueOf(noise.alerts()),
                                String.format(Locale.ROOT, "%.2f", noise.perThousandEvents()),
                                String.format(Locale.ROOT, "%.0f", noise.perHour()),
                                String.join(", ", noise.workloads()),
                                noise.shownExample()))
                        .toList());
    }
}
