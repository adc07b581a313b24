// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.upgrade.RuleDifference;
import io.kguard.internal.upgrade.Takeover;
import io.kguard.internal.verify.DifferenceReport.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The difference in words, for the console. */
final class DifferenceText {
    private static final int RULE = 40;

    private final DifferenceReport report;

    DifferenceText(DifferenceReport report) {
        this.report = report;
    }

    /** What changes, in sentences. */
    List<String> summary() {
        List<String> lines = new ArrayList<>();
        String played = report.counts().entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().word(entry.getValue()))
                .collect(Collectors.joining(", "));
        int rules = report.byRule().size();
        lines.add("Compared on " + (played.isEmpty() ? "nothing" : played) + ": "
                + (rules == 0 ? "no rule gives" : rules == 1 ? "1 rule gives" : rules + " rules give")
                + (rules == 0 ? " another alert." : " other alerts."));
        long fresh = count(RuleChange.NEW);
        long gone = count(RuleChange.GONE);
        long others = report.changes().size() - fresh - gone;
        lines.add(String.format(Locale.ROOT, "Rules: %d new, %d gone, %d changed.", fresh, gone, others));
        List<String> unseen = report.changes().values().stream()
                .map(RuleChange::rule)
                .filter(rule -> !report.byRule().containsKey(rule))
                .toList();
        if (!unseen.isEmpty()) {
            lines.add(unseen.size() + " of these give the same alerts, or none, on everything that was played.");
        }
        return lines;
    }

    private long count(String word) {
        return report.changes().values().stream()
                .filter(change -> change.what().contains(word))
                .count();
    }

    /** The lines for the console. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("What changes against " + report.against());
        lines.addAll(summary());
        names(lines, "No rule reports these attacks any more: ", report.noLongerReported());
        names(lines, "These attacks are reported now: ", report.newlyReported());
        Map<String, List<Place>> byRule = report.byRule();
        int width = Math.max(
                RULE, byRule.keySet().stream().mapToInt(String::length).max().orElse(0));
        byRule.forEach((rule, places) -> {
            List<RuleDifference> alerts = places.stream().map(Place::alerts).toList();
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-" + width + "s  %-12s  %s  in %s",
                    rule,
                    change(report, rule),
                    signs(
                            alerts.stream().mapToInt(RuleDifference::appearing).sum(),
                            alerts.stream().mapToInt(RuleDifference::vanishing).sum(),
                            alerts.stream().mapToInt(RuleDifference::changing).sum()),
                    first(places)));
        });
        report.takeovers().forEach(takeover -> lines.add("  " + sentence(takeover)));
        for (DifferenceReport.Doubt doubt : report.inDoubt()) {
            lines.add("");
            lines.add("ERROR " + doubt.name() + " can't be compared.");
            doubt.reasons().forEach(reason -> reason.lines().forEach(line -> lines.add("  " + line)));
        }
        lines.add("");
        lines.add(String.format(Locale.ROOT, "Compared in %.1f s", report.took().toMillis() / 1000.0));
        return lines;
    }

    /** What became of alerts that a rule does not raise any more. */
    static String sentence(Takeover takeover) {
        return "\"" + takeover.by() + "\" reports " + takeover.events()
                + (takeover.events() == 1 ? " event" : " events") + " that \"" + takeover.from()
                + "\" reported before.";
    }

    private static void names(List<String> lines, String what, List<String> names) {
        if (!names.isEmpty()) {
            lines.add(what + String.join(", ", names));
        }
    }

    private static String first(List<Place> places) {
        return places.get(0).name() + (places.size() > 1 ? " and " + (places.size() - 1) + " more" : "");
    }

    /** How a rule differs. A rule that does not may still give other alerts, if another one takes its events. */
    static String change(DifferenceReport report, String rule) {
        RuleChange change = report.changes().get(rule);
        return change == null ? "other rules" : String.join(", ", change.what());
    }

    /** Counts of alerts that appear, vanish and say something else; empty if there are none. */
    static String signs(int appearing, int vanishing, int changing) {
        List<String> parts = new ArrayList<>();
        if (appearing > 0) {
            parts.add("+" + appearing);
        }
        if (vanishing > 0) {
            parts.add("−" + vanishing);
        }
        if (changing > 0) {
            parts.add("~" + changing);
        }
        return String.join(" ", parts);
    }
}
