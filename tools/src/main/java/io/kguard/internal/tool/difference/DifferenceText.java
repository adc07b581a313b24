// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.difference;

import io.kguard.internal.difference.DifferenceSummary;
import io.kguard.internal.difference.RuleDifference.RuleTotal;
import io.kguard.internal.message.WrappedLine;
import io.kguard.internal.tool.difference.DifferenceReport.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The difference in words, for the console. */
final class DifferenceText {
    /** What is said of attacks that are lost. */
    static final String NO_LONGER = "No rule that should report these attacks does so any more";

    /** How many reasons for each number of the version are told. */
    static final int REASONS = 10;

    private final DifferenceReport report;
    private final DifferenceSummary summary;

    DifferenceText(DifferenceReport report) {
        this.report = report;
        Map<String, RuleTotal> totals = new TreeMap<>();
        report.byRule().forEach((rule, places) -> totals.put(rule, total(places)));
        this.summary = new DifferenceSummary(
                report.against(), report.comparedOn(), report.changes(), totals, report.replacedAlerts());
    }

    /** The differences of one rule together; there is at least one. */
    static RuleTotal total(List<Place> places) {
        return places.stream()
                .map(place -> RuleTotal.of(place.name(), place.alerts()))
                .reduce(RuleTotal::plus)
                .orElseThrow();
    }

    /** What changes, in words that the console and the Markdown share. */
    DifferenceSummary summary() {
        return summary;
    }

    /** The lines for the console. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(summary.title());
        lines.addAll(summary.sentences());
        lines.addAll(report.settings());
        lines.add(version());
        report.semanticVersion().forEach((number, reasons) -> {
            reasons.stream().limit(REASONS).forEach(reason -> lines.add("  " + number + ": " + reason));
            if (reasons.size() > REASONS) {
                lines.add("  " + number + ": " + (reasons.size() - REASONS) + " more reasons are in diff.json");
            }
        });
        names(lines, NO_LONGER + ": ", report.noLongerReported());
        names(lines, "These attacks are reported now: ", report.newlyReported());
        lines.addAll(summary.rules());
        report.sentences().forEach(sentence -> lines.add("  " + sentence));
        report.inDoubt().forEach(doubt -> lines.addAll(DifferenceSummary.doubt(doubt.name(), doubt.reasons())));
        lines.add("");
        lines.add(String.format(Locale.ROOT, "Compared in %.1f s", report.took().toMillis() / 1000.0));
        return WrappedLine.of(lines);
    }

    /** Which number of their version the rules raise, in a sentence. */
    String version() {
        return "Semantic version, as falcosecurity/rules count it: "
                + report.semanticVersion().keySet().stream()
                        .findFirst()
                        .map(number -> "a new " + number + " number.")
                        .orElse("no new number.");
    }

    private static void names(List<String> lines, String what, List<String> names) {
        if (!names.isEmpty()) {
            lines.add(what + String.join(", ", names));
        }
    }
}
