// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.difference;

import io.kguard.internal.difference.DifferenceSummary;
import io.kguard.internal.difference.ReplacedAlerts;
import io.kguard.internal.difference.RuleDifference;
import io.kguard.internal.difference.RuleDifference.RuleTotal;
import io.kguard.internal.message.Markdown;
import io.kguard.internal.tool.difference.DifferenceReport.Kind;
import io.kguard.internal.tool.difference.DifferenceReport.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The difference for a pull request: a table with a line for each rule, and below it each scenario. */
final class DifferenceMarkdown {
    /** GitHub takes comments of 65,536 characters. */
    private static final int MAX_LENGTH = 60_000;

    private static final int MAX_SAMPLE = 200;
    private static final int MAX_NAMED = 20;
    private static final int MAX_TOLD = 60;

    private final DifferenceReport report;
    private final DifferenceText text;
    private final DifferenceSummary summary;
    private final Map<String, List<Place>> byRule;
    private final Markdown out = new Markdown();

    private DifferenceMarkdown(DifferenceReport report) {
        this.report = report;
        this.text = new DifferenceText(report);
        this.summary = text.summary();
        this.byRule = report.byRule();
    }

    static String of(DifferenceReport report) {
        return new DifferenceMarkdown(report).text();
    }

    private String text() {
        out.raw("## What changes against ").line(report.against()).raw("\n");
        out.lines(summary.sentences()).lines(report.settings()).line(text.version());
        report.semanticVersion()
                .forEach((number, reasons) ->
                        out.raw("\n**" + number + ":**\n\n").items(reasons, DifferenceText.REASONS));
        names(DifferenceText.NO_LONGER, report.noLongerReported());
        names("These attacks are reported now", report.newlyReported());
        names(
                "Not compared",
                report.inDoubt().stream().map(DifferenceReport.Doubt::name).toList());
        if (!report.loaded().told().isEmpty()) {
            out.raw("\n**What the changed conditions do, by acts that the engine judged with both:**\n\n")
                    .items(report.sentences(), MAX_TOLD);
        }
        if (!byRule.isEmpty()) {
            table();
            details();
        }
        return out.toString();
    }

    private void names(String what, List<String> names) {
        if (!names.isEmpty()) {
            out.raw("\n**" + what + ":** " + Markdown.named(names, MAX_NAMED) + "\n");
        }
    }

    private void table() {
        List<Kind> kinds = new ArrayList<>(report.counts().keySet());
        out.raw("\n| rule | what changed | ");
        kinds.forEach(kind -> out.raw(kind.word(2) + " | "));
        out.raw("\n| --- | --- |" + " --- |".repeat(kinds.size()) + "\n");
        List<String> onlyWords =
                byRule.keySet().stream().filter(this::onlySayOther).toList();
        byRule.keySet().stream().filter(rule -> !onlyWords.contains(rule)).forEach(rule -> {
            List<String> cells = new ArrayList<>(List.of(Markdown.escaped(rule), summary.change(rule)));
            kinds.forEach(kind -> cells.add(sum(rule, kind)));
            out.row(cells);
        });
        if (!report.replacedAlerts().isEmpty()) {
            out.raw("\n")
                    .items(
                            report.replacedAlerts().stream()
                                    .map(ReplacedAlerts::sentence)
                                    .toList(),
                            MAX_NAMED);
        }
        names("The same alerts, which only say something else", onlyWords);
        out.raw("\n`+` alerts that appear, `−` alerts that vanish, `~` alerts that say something else.\n");
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
        out.raw("\n<details><summary>Where, and which alerts</summary>\n");
        int left = 0;
        for (Map.Entry<String, List<Place>> rule : byRule.entrySet()) {
            String part = details(rule.getKey(), rule.getValue());
            if (left > 0 || out.length() + part.length() > MAX_LENGTH) {
                left++;
            } else {
                out.raw(part);
            }
        }
        if (left > 0) {
            out.raw("\n" + left + " more rules are in diff.json.\n");
        }
        out.unfolded();
    }

    private static String details(String rule, List<Place> places) {
        Markdown part = new Markdown().raw("\n#### ").line(rule).raw("\n");
        for (Place place : places) {
            RuleDifference alerts = place.alerts();
            part.raw("- " + Markdown.escaped(place.name()) + " (" + place.kind().word(1) + "): "
                    + RuleTotal.of(place.name(), alerts).signs() + "\n");
            sample(part, "appears", alerts.appear());
            sample(part, "vanishes", alerts.vanish());
            sample(part, "says something else", alerts.changes());
        }
        return part.toString();
    }

    private static void sample(Markdown part, String what, List<String> samples) {
        if (!samples.isEmpty()) {
            String sample = samples.get(0);
            part.raw("  - " + what + ": ")
                    .line(sample.length() > MAX_SAMPLE ? sample.substring(0, MAX_SAMPLE) + "..." : sample);
        }
    }
}
