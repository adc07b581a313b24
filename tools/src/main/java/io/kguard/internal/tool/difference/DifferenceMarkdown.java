// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.difference;

import io.kguard.internal.difference.DifferenceSummary;
import io.kguard.internal.difference.ReplacedAlerts;
import io.kguard.internal.difference.RuleDifference;
import io.kguard.internal.difference.RuleTotal;
import io.kguard.internal.message.MarkdownText;
import io.kguard.internal.tool.difference.DifferenceReport.Kind;
import io.kguard.internal.tool.difference.DifferenceReport.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The difference for a pull request: a table with a line for each rule, and below it each scenario. */
final class DifferenceMarkdown {
    /** GitHub takes comments of 65,536 characters. */
    private static final int MAX_LENGTH = 60_000;

    private static final int MAX_SAMPLE = 200;
    private static final int MAX_NAMED = 20;

    private final DifferenceReport report;
    private final DifferenceSummary summary;
    private final Map<String, List<Place>> byRule;
    private final StringBuilder out = new StringBuilder();

    DifferenceMarkdown(DifferenceReport report) {
        this.report = report;
        this.summary = new DifferenceText(report).summary();
        this.byRule = report.byRule();
    }

    @Override
    public String toString() {
        out.setLength(0);
        out.append("## What changes against ")
                .append(MarkdownText.of(report.against()))
                .append("\n\n");
        summary.sentences().forEach(line -> out.append(MarkdownText.of(line)).append('\n'));
        report.settings().forEach(line -> out.append(MarkdownText.of(line)).append('\n'));
        attacks(DifferenceText.NO_LONGER, report.noLongerReported());
        attacks("These attacks are reported now", report.newlyReported());
        doubts();
        if (!byRule.isEmpty()) {
            table();
            details();
        }
        return out.toString();
    }

    private void attacks(String what, List<String> names) {
        if (!names.isEmpty()) {
            out.append("\n**").append(what).append(":** ").append(named(names)).append('\n');
        }
    }

    private static String named(Collection<String> names) {
        String more = names.size() > MAX_NAMED ? " and " + (names.size() - MAX_NAMED) + " more" : "";
        return names.stream().limit(MAX_NAMED).map(MarkdownText::of).collect(Collectors.joining(", ")) + more;
    }

    private void doubts() {
        if (!report.inDoubt().isEmpty()) {
            out.append("\n**Not compared:** ")
                    .append(named(report.inDoubt().stream()
                            .map(DifferenceReport.Doubt::name)
                            .toList()))
                    .append('\n');
        }
    }

    private void table() {
        List<Kind> kinds = new ArrayList<>(report.counts().keySet());
        out.append("\n| rule | what changed | ");
        kinds.forEach(kind -> out.append(kind.word(2)).append(" | "));
        out.append("\n| --- | --- |").append(" --- |".repeat(kinds.size())).append('\n');
        List<String> onlyWords =
                byRule.keySet().stream().filter(this::onlySayOther).toList();
        for (String rule : byRule.keySet()) {
            if (onlyWords.contains(rule)) {
                continue;
            }
            out.append("| ").append(MarkdownText.of(rule)).append(" | ").append(summary.change(rule));
            for (Kind kind : kinds) {
                out.append(" | ").append(sum(rule, kind));
            }
            out.append(" |\n");
        }
        replacedAlerts();
        if (!onlyWords.isEmpty()) {
            out.append("\n**The same alerts, which only say something else:** ")
                    .append(named(onlyWords))
                    .append('\n');
        }
        out.append("\n`+` alerts that appear, `−` alerts that vanish, `~` alerts that say something else.\n");
    }

    private void replacedAlerts() {
        List<ReplacedAlerts> replacedAlerts = report.replacedAlerts();
        if (replacedAlerts.isEmpty()) {
            return;
        }
        out.append('\n');
        replacedAlerts.stream()
                .limit(MAX_NAMED)
                .forEach(replaced -> out.append("- ")
                        .append(MarkdownText.of(replaced.sentence()))
                        .append('\n'));
        if (replacedAlerts.size() > MAX_NAMED) {
            out.append("- and ").append(replacedAlerts.size() - MAX_NAMED).append(" more\n");
        }
    }

    private boolean onlySayOther(String rule) {
        return byRule.getOrDefault(rule, List.of()).stream()
                .map(Place::alerts)
                .allMatch(alerts -> alerts.appearing() == 0 && alerts.vanishing() == 0);
    }

    private String sum(String rule, Kind kind) {
        List<Place> of = byRule.getOrDefault(rule, List.of()).stream()
                .filter(place -> place.kind() == kind)
                .toList();
        return of.isEmpty() ? "" : DifferenceText.total(of).signs();
    }

    private void details() {
        out.append("\n<details><summary>Where, and which alerts</summary>\n");
        int left = 0;
        for (Map.Entry<String, List<Place>> rule : byRule.entrySet()) {
            String part = details(rule.getKey(), rule.getValue());
            if (left > 0 || out.length() + part.length() > MAX_LENGTH) {
                left++;
            } else {
                out.append(part);
            }
        }
        if (left > 0) {
            out.append("\n").append(left).append(" more rules are in diff.json.\n");
        }
        out.append("\n</details>\n");
    }

    private static String details(String rule, List<Place> places) {
        StringBuilder part = new StringBuilder("\n#### " + MarkdownText.of(rule) + "\n\n");
        for (Place place : places) {
            RuleDifference alerts = place.alerts();
            part.append("- ").append(MarkdownText.of(place.name())).append(" (");
            part.append(place.kind().word(1)).append("): ");
            part.append(RuleTotal.of(place.name(), alerts).signs());
            part.append('\n');
            sample(part, "appears", alerts.appear());
            sample(part, "vanishes", alerts.vanish());
            sample(part, "says something else", alerts.changes());
        }
        return part.toString();
    }

    private static void sample(StringBuilder part, String what, List<String> samples) {
        if (!samples.isEmpty()) {
            String sample = samples.get(0);
            String cut = sample.length() > MAX_SAMPLE ? sample.substring(0, MAX_SAMPLE) + "..." : sample;
            part.append("  - ")
                    .append(what)
                    .append(": ")
                    .append(MarkdownText.of(cut))
                    .append('\n');
        }
    }
}
