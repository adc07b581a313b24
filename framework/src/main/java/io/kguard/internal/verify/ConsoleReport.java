// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.simulation.CheckResult;
import io.kguard.simulation.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The console output of a suite: one line per check while it runs, then an explanation of each failure, then a summary.
 * Plain, aligned text; nothing depends on colour.
 */
public final class ConsoleReport {
    private static final int MIN_SCENARIO = 26;
    private static final int MIN_RULE = 40;

    /** How many rules that have one reason are listed here: a catalogue has many that a user does not have. */
    private static final int MAX_NAMED = 5;

    private final int scenarioWidth;
    private final int ruleWidth;

    private ConsoleReport(int scenarioWidth, int ruleWidth) {
        this.scenarioWidth = scenarioWidth;
        this.ruleWidth = ruleWidth;
    }

    /** A report whose columns fit the checks of a plan. */
    public ConsoleReport(SuitePlan plan) {
        int scenario = MIN_SCENARIO;
        int rule = MIN_RULE;
        for (CheckResult refused : plan.refused()) {
            scenario = Math.max(scenario, refused.scenario().length());
            rule = Math.max(rule, refused.rule().length());
        }
        for (var entry : plan.checks().entrySet()) {
            scenario = Math.max(scenario, entry.getKey().id().length());
            for (var expectation : entry.getValue()) {
                rule = Math.max(rule, expectation.rule().length());
            }
        }
        this.scenarioWidth = scenario;
        this.ruleWidth = rule;
    }

    /** The line above the checks. */
    public String heading() {
        return heading("scenario");
    }

    private String heading(String what) {
        return row(what, "rule", "expect", "verdict", "time").stripTrailing();
    }

    /** The lines of rule tests, with their heading. */
    static List<String> ruleTests(List<CheckResult> checks) {
        ConsoleReport report = new ConsoleReport(
                checks.stream().mapToInt(check -> check.test().length()).max().orElse(0),
                Math.max(
                        MIN_RULE,
                        checks.stream()
                                .mapToInt(check -> check.rule().length())
                                .max()
                                .orElse(0)));
        List<String> lines = new ArrayList<>(List.of(report.heading("rule test")));
        checks.stream().map(report::line).forEach(lines::add);
        return lines;
    }

    /** The line of a check. */
    public String line(CheckResult result) {
        String word = result.verdict() instanceof Verdict.Passed
                ? "passed"
                : result.verdict().word().toUpperCase(Locale.ROOT);
        return row(
                result.test().isEmpty() ? result.scenario() : result.test(),
                result.rule(),
                result.expectation().outcome().toString(),
                word,
                result.millis() + " ms");
    }

    private String row(String scenario, String rule, String expect, String verdict, String time) {
        return String.format(
                Locale.ROOT,
                "  %-" + scenarioWidth + "s  %-" + ruleWidth + "s  %-6s  %-7s  %8s",
                scenario,
                rule,
                expect,
                verdict,
                time);
    }

    /** The rules of catalogue jars that were not judged, each with the reason; empty if all were. */
    public List<String> missing(SuitePlan plan) {
        List<String> lines = new ArrayList<>();
        missing(plan, false, "Not checked, because the rule is not evaluated:", lines);
        missing(plan, true, "Skipped, because no machine can play the scenario:", lines);
        return lines;
    }

    private static void missing(SuitePlan plan, boolean skipped, String heading, List<String> lines) {
        Map<String, Set<String>> rules = new LinkedHashMap<>();
        plan.dropped().stream()
                .filter(check -> check.skipped() == skipped)
                .forEach(check -> rules.computeIfAbsent(check.reason(), reason -> new TreeSet<>())
                        .add(check.rule()));
        if (!rules.isEmpty()) {
            lines.add(heading);
        }
        rules.forEach((reason, names) -> {
            if (names.size() > MAX_NAMED) {
                lines.add("  " + names.size() + " rules of the catalogue: " + reason + " (results.json lists them)");
            } else {
                names.forEach(name -> lines.add("  " + name + ": " + reason));
            }
        });
    }

    /** The explanations of what did not pass, followed by the summary line. */
    public List<String> summary(SuiteResult result) {
        List<String> lines = new ArrayList<>();
        Map<String, List<CheckResult>> byReason = new LinkedHashMap<>();
        for (CheckResult check : result.checks()) {
            if (!(check.verdict() instanceof Verdict.Passed)) {
                byReason.computeIfAbsent(
                                check.verdict().word() + check.verdict().reason(), key -> new ArrayList<>())
                        .add(check);
            }
        }
        for (List<CheckResult> checks : byReason.values()) {
            lines.add("");
            Verdict verdict = checks.get(0).verdict();
            String word = verdict.word().toUpperCase(Locale.ROOT);
            if (checks.size() == 1) {
                lines.add((word + " " + checks.get(0).test()).strip());
            } else {
                lines.add(word + " in " + checks.size() + " checks");
                checks.stream()
                        .map(CheckResult::test)
                        .filter(test -> !test.isEmpty())
                        .forEach(test -> lines.add("  " + test));
            }
            lines.addAll(verdict.reason().lines().toList());
        }
        if (!result.problem().isEmpty()) {
            lines.add("");
            lines.add("ERROR");
            lines.addAll(result.problem().lines().toList());
        }
        notes(lines, result);
        lines.add("");
        lines.add(total(result));
        return lines;
    }

    private static void notes(List<String> lines, SuiteResult result) {
        Map<String, String> notes = new LinkedHashMap<>();
        for (CheckResult check : result.checks()) {
            check.notes().forEach(note -> notes.put(check.scenario() + ": " + note, ""));
        }
        if (!notes.isEmpty()) {
            lines.add("");
            lines.add("NOTE");
            lines.addAll(notes.keySet());
        }
    }

    /** The summary in one line. */
    public static String total(SuiteResult result) {
        int checks = result.checks().size();
        return String.format(
                Locale.ROOT,
                "%d %s: %d passed, %d failed, %d %s in %.1f s",
                checks,
                checks == 1 ? "check" : "checks",
                result.passed(),
                result.failed(),
                result.errors(),
                result.errors() == 1 ? "error" : "errors",
                result.took().toMillis() / 1000.0);
    }
}
