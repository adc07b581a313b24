// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.difference;

import io.kguard.internal.difference.RuleDifference.RuleTotal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which alerts differ between two sets of rules, in words.
 *
 * @param against the name of the rules before the change
 * @param played what both were evaluated on, such as {@code 2 attacks, 1 benign act}; empty if nothing was
 * @param changes the rules that differ, by name
 * @param totals the rules whose alerts differ, by name
 * @param replacedAlerts the alerts that another rule raises on the same events
 */
public record DifferenceSummary(
        String against,
        String played,
        Map<String, RuleChange> changes,
        Map<String, RuleTotal> totals,
        List<ReplacedAlerts> replacedAlerts) {
    private static final int RULE = 40;
    private static final int NAMED = 10;

    /** Copies the collections. */
    public DifferenceSummary {
        changes = Collections.unmodifiableMap(new TreeMap<>(changes));
        totals = Collections.unmodifiableMap(new TreeMap<>(totals));
        replacedAlerts = List.copyOf(replacedAlerts);
    }

    /** The title. */
    public String title() {
        return "What changes against " + against;
    }

    /** What changes, in sentences. */
    public List<String> sentences() {
        List<String> lines = new ArrayList<>();
        int rules = totals.size();
        lines.add("Compared on " + (played.isEmpty() ? "nothing" : played) + ": "
                + (rules == 0 ? "no rule gives" : rules == 1 ? "1 rule gives" : rules + " rules give")
                + (rules == 0 ? " another alert." : " other alerts."));
        long fresh = count(RuleChange.NEW);
        long gone = count(RuleChange.GONE);
        long others = changes.size() - fresh - gone;
        lines.add(String.format(Locale.ROOT, "Rules: %d new, %d gone, %d changed.", fresh, gone, others));
        List<String> unseen = changes.keySet().stream()
                .filter(rule -> !totals.containsKey(rule))
                .toList();
        if (!unseen.isEmpty()) {
            lines.add(unseen.size() + " of these give the same alerts, or none, on everything that was played: "
                    + unseen.stream()
                            .limit(NAMED)
                            .map(rule -> "\"" + rule + "\" (" + change(rule) + ")")
                            .collect(Collectors.joining(", "))
                    + (unseen.size() > NAMED ? " and " + (unseen.size() - NAMED) + " more." : "."));
        }
        return lines;
    }

    private long count(String word) {
        return changes.values().stream()
                .filter(change -> change.what().contains(word))
                .count();
    }

    /** A line for each rule whose alerts differ, and one for each rule whose alerts another one raises. */
    public List<String> rules() {
        int width = Math.max(
                RULE, totals.keySet().stream().mapToInt(String::length).max().orElse(0));
        List<String> lines = new ArrayList<>();
        totals.forEach((rule, total) -> lines.add(String.format(
                Locale.ROOT,
                "  %-" + width + "s  %-12s  %s  in %s",
                rule,
                change(rule),
                total.signs(),
                total.where())));
        replacedAlerts.forEach(replaced -> lines.add("  " + replaced.sentence()));
        return lines;
    }

    /** How a rule differs. A rule that does not may still give other alerts, if another one takes its events. */
    public String change(String rule) {
        RuleChange change = changes.get(rule);
        return change == null ? "other rules" : String.join(", ", change.what());
    }

    /** What is said of a scenario or a recording that can't be compared. */
    public static List<String> doubt(String name, List<String> reasons) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("ERROR " + name + " can't be compared.");
        reasons.forEach(reason -> reason.lines().forEach(line -> lines.add("  " + line)));
        return lines;
    }
}
