// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.message.Wording;
import io.kguard.internal.report.OmittedCheck;
import io.kguard.internal.report.OmittedCheck.Kind;
import io.kguard.internal.result.SuiteResult;
import io.kguard.internal.result.Thresholds;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The console output of a suite: an explanation of each failure, then a table, then a summary. Plain, aligned text; nothing
 * depends on colour.
 */
public final class ConsoleReport {
    /** The width of a terminal, in which a table should fit. */
    private static final int WIDTH = 80;

    /** The width of the last three columns, with what is between them. */
    private static final int LAST = 27;

    private static final String INDENT = "  ";

    /** How many rules that have one reason are listed here: a catalogue has many that a user does not have. */
    private static final int MAX_NAMED = 5;

    private final int scenarioWidth;
    private final int ruleWidth;
    private final boolean wide;

    /** A report whose columns fit what they have, and the width of a terminal. What is wider has two lines for each row. */
    private ConsoleReport(List<String> scenarios, List<String> rules) {
        this.scenarioWidth = longest(scenarios, "check");
        int rule = longest(rules, "rule");
        this.wide = 2 * INDENT.length() + scenarioWidth + rule + LAST > WIDTH;
        this.ruleWidth = wide ? Math.min(rule, WIDTH - 2 * INDENT.length() - LAST) : rule;
    }

    private static int longest(List<String> texts, String heading) {
        return texts.stream().mapToInt(String::length).reduce(heading.length(), Math::max);
    }

    /**
     * The table of checks; empty if it has no row.
     *
     * @param all whether it has a row for each check, and not only for those that did not pass
     */
    public static List<String> table(SuiteResult result, boolean all) {
        List<CheckResult> shown = result.checks().stream()
                .filter(check -> all || !check.isPassed())
                .toList();
        if (shown.isEmpty()) {
            return List.of();
        }
        ConsoleReport report = new ConsoleReport(
                shown.stream().map(CheckResult::simulation).toList(),
                shown.stream().map(CheckResult::rule).toList());
        List<String> lines = new ArrayList<>(report.rows("check", "rule", "expect", "verdict", "time"));
        shown.stream().map(report::rows).forEach(lines::addAll);
        if (shown.size() < result.checks().size()) {
            lines.add("  and " + (result.checks().size() - shown.size()) + " that passed (" + Wording.option("rows")
                    + "=all shows each)");
        }
        return lines;
    }

    private List<String> rows(CheckResult result) {
        String word = result.verdict() instanceof Verdict.Passed
                ? "passed"
                : result.verdict().word().toUpperCase(Locale.ROOT);
        return rows(
                result.simulation(),
                result.rule(),
                result.expectation().outcome().toString(),
                word,
                result.millis() + " ms");
    }

    private List<String> rows(String scenario, String rule, String expect, String verdict, String time) {
        String last = String.format(Locale.ROOT, "  %-6s  %-7s  %8s", expect, verdict, time);
        if (!wide) {
            return List.of(INDENT + padded(scenario, scenarioWidth) + INDENT + padded(rule, ruleWidth) + last);
        }
        List<String> lines = new ArrayList<>(List.of(INDENT + scenario));
        StringBuilder line = new StringBuilder();
        for (String word : rule.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > ruleWidth) {
                lines.add(INDENT + INDENT + line);
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(INDENT + INDENT + padded(line.toString(), ruleWidth) + last);
        return lines;
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** The rules of catalogue jars that were not judged, each with the reason; empty if all were. */
    public static List<String> missing(List<OmittedCheck> dropped) {
        List<String> lines = new ArrayList<>();
        for (Kind kind : List.of(Kind.DROPPED, Kind.SKIPPED, Kind.UNSET)) {
            missing(dropped, kind, lines);
        }
        Set<String> overrides = new LinkedHashSet<>();
        dropped.forEach(check -> overrides.addAll(check.overrides()));
        if (!overrides.isEmpty()) {
            lines.add(
                    "  In a rule file that is loaded after the others, something like this (kguard new local-rules writes it):");
            overrides.forEach(
                    override -> override.lines().map(line -> "    " + line).forEach(lines::add));
        }
        return lines;
    }

    private static void missing(List<OmittedCheck> dropped, Kind kind, List<String> lines) {
        Map<String, Set<String>> rules = new LinkedHashMap<>();
        dropped.stream()
                .filter(check -> check.kind() == kind)
                .forEach(check -> rules.computeIfAbsent(check.reason(), reason -> new TreeSet<>())
                        .add(check.rule()));
        if (!rules.isEmpty()) {
            lines.add(kind.heading() + ":");
        }
        rules.forEach((reason, names) -> {
            if (names.size() > MAX_NAMED) {
                lines.add("  " + names.size() + " rules of the catalogue: " + reason + " (results.json lists them)");
            } else {
                names.forEach(name -> lines.add("  " + name + ": " + reason));
            }
        });
    }

    /** What the choice of checks leaves out, whether that makes the run a partial one, and what else is to be said of it. */
    static List<String> leftOut(OmittedChecks omitted, Thresholds thresholds) {
        Map<String, List<OmittedCheck>> byReason = new LinkedHashMap<>();
        omitted.leftOut()
                .forEach(check -> byReason.computeIfAbsent(check.reason(), reason -> new ArrayList<>())
                        .add(check));
        List<String> lines = new ArrayList<>();
        byReason.forEach((reason, some) -> {
            long scenarios =
                    some.stream().map(OmittedCheck::scenario).distinct().count();
            lines.add("Left out by " + reason + ": " + some.size() + (some.size() == 1 ? " check" : " checks")
                    + " of " + scenarios + (scenarios == 1 ? " scenario" : " scenarios")
                    + " (results.json lists them)");
        });
        if (!omitted.note().isEmpty()) {
            lines.add(omitted.note());
        }
        if (omitted.partial() && !thresholds.equals(Thresholds.NONE)) {
            lines.add("The thresholds of coverage are not checked: they are for a whole run, and this one is partial.");
        }
        return lines;
    }

    /**
     * The explanations of what did not pass, the table, and the summary line.
     *
     * @param all whether the table has a row for each check
     * @param unset how many checks are not made because their rules wait for settings
     */
    public static List<String> summary(SuiteResult result, boolean all, int unset) {
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
        if (!result.missed().isEmpty()) {
            lines.add("");
            lines.add("FAILED");
            lines.addAll(result.missed().lines().toList());
        }
        if (!result.unasked().isEmpty()) {
            lines.add("");
            lines.add(result.unasked());
        }
        notes(lines, result);
        List<String> table = table(result, all);
        if (!table.isEmpty()) {
            lines.add("");
            lines.addAll(table);
        }
        lines.add("");
        lines.add(total(result, unset));
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

    /**
     * The summary in one line. Its numbers add up: what concerns the whole is said in words.
     *
     * @param unset how many checks are not made because their rules wait for settings
     */
    public static String total(SuiteResult result, int unset) {
        int checks = result.checks().size();
        return String.format(
                Locale.ROOT,
                "%d %s%s: %d passed, %d failed, %d %s%s%s%s in %.1f s%s%s%s",
                checks,
                checks == 1 ? "check" : "checks",
                result.derived() == 0 ? "" : ", " + result.derived() + " of them derived",
                result.passed(),
                result.failed(),
                result.unjudged(),
                result.unjudged() == 1 ? "error" : "errors",
                result.known() == 0
                        ? ""
                        : ", " + result.known() + (result.known() == 1 ? " known failure" : " known failures"),
                result.notRun() == 0 ? "" : ", " + result.notRun() + " not run",
                OmittedCheck.unset(unset),
                result.took().toMillis() / 1000.0,
                result.problem().isEmpty() ? "" : "; the run as a whole could not be judged",
                result.missed().isEmpty() ? "" : "; a threshold is missed",
                result.leftOut().isEmpty() ? "" : "; " + result.leftOut());
    }
}
