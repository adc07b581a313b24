// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.result;

import io.kguard.internal.condition.ClauseCoverage;
import io.kguard.internal.message.Wording;
import io.kguard.internal.message.WrappedLine;
import io.kguard.internal.record.RecordJson;
import io.kguard.internal.record.RecordJson.Written;
import io.kguard.rule.Rule;
import io.kguard.verdict.CheckResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What the checks show of each rule: whether it fires and stays silent, and which results of its clauses decided a check.
 * Only checks that passed count. A result of a clause decided a check if the check would have failed had the clause always
 * had the other result.
 *
 * <p>{@code decidedTrue} and {@code decidedFalse} count checks.
 *
 * @param rules the coverage of each rule that is evaluated or should be, in their order
 */
public record CoverageReport(List<RuleCoverage> rules) {
    private static final int MAX_NAMED = 10;
    private static final int PERCENT = 100;

    public CoverageReport {
        rules = List.copyOf(rules);
    }

    static CoverageReport of(List<Rule> rules, List<CheckResult> checks) {
        return ofFacts(rules.stream().map(RuleFacts::of).toList(), checks);
    }

    public static CoverageReport ofFacts(List<RuleFacts> rules, List<CheckResult> checks) {
        return new CoverageReport(
                rules.stream().map(rule -> RuleCoverage.of(rule, checks)).toList());
    }

    /** The rules that are fired by a check and kept silent by another. */
    long checked() {
        return rules.stream().filter(RuleCoverage::isChecked).count();
    }

    /** The rules that only derived acts fire. */
    long derivedAlone() {
        return rules.stream().filter(RuleCoverage::derivedAlone).count();
    }

    long goals() {
        return rules.stream().mapToLong(RuleCoverage::goals).sum();
    }

    long reached() {
        return rules.stream().mapToLong(RuleCoverage::reached).sum();
    }

    double rulePercent() {
        return rules.isEmpty() ? 0 : (double) PERCENT * checked() / rules.size();
    }

    double clausePercent() {
        return goals() == 0 ? 0 : (double) PERCENT * reached() / goals();
    }

    /** Which thresholds are for no rule, in sentences; empty if none. */
    public String problem(Thresholds thresholds) {
        return thresholds.scoped().keySet().stream()
                .filter(scope -> in(scope).rules.isEmpty())
                .map(scope -> "No rule is evaluated that a threshold in <thresholds> is for: " + scope + ".")
                .collect(Collectors.joining("\n"));
    }

    /** Which thresholds are missed, in sentences; empty if none. */
    public String missed(Thresholds thresholds) {
        List<String> missed = new ArrayList<>();
        missed(missed, "rules", thresholds);
        thresholds.scoped().forEach((scope, least) -> {
            CoverageReport some = in(scope);
            if (!some.rules.isEmpty()) {
                some.missed(missed, scope.toString(), least);
            }
        });
        return String.join("\n", missed);
    }

    private CoverageReport in(RuleScope scope) {
        return new CoverageReport(
                rules.stream().filter(rule -> scope.contains(rule.rule())).toList());
    }

    private void missed(List<String> problems, String which, Thresholds least) {
        missed(problems, which, "minRuleCoverage", rulePercent(), least.minRuleCoverage());
        String clauses = "results of clauses" + (which.equals("rules") ? "" : " of the " + which);
        missed(problems, clauses, "minClauseCoverage", clausePercent(), least.minClauseCoverage());
        List<String> untested = rules.stream()
                .filter(RuleCoverage::isUntested)
                .map(rule -> rule.rule().name())
                .toList();
        if (least.failOnUntestedRule() && !untested.isEmpty()) {
            problems.add("These rules have no check that passed (" + Wording.option("failOnUntestedRule") + "): "
                    + String.join(", ", untested));
        }
    }

    private static void missed(List<String> problems, String what, String property, double percent, double least) {
        if (percent < least) {
            problems.add(String.format(
                    Locale.ROOT,
                    "The checks cover %.1f %% of the %s; at least %.1f %% are required (kguard.%s).",
                    percent,
                    what,
                    least,
                    property));
        }
    }

    /** The rules that are left out when rules are loaded. */
    private List<RuleCoverage> unloaded() {
        return rules.stream().filter(rule -> !rule.rule().unloaded().isEmpty()).toList();
    }

    /** The lines for the console. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (rules.isEmpty()) {
            return lines;
        }
        lines.add(String.format(
                Locale.ROOT,
                "Coverage: %d of %d rules are fired by a check and kept silent by another (%d %%)",
                checked(),
                rules.size(),
                (int) rulePercent())); // 99.6 is not 100, here as in the report
        lines.add(String.format(
                Locale.ROOT,
                "          %d of %d results of their clauses decided a check (%d %%)",
                reached(),
                goals(),
                (int) clausePercent()));
        named(lines, "not loaded, so nothing tests it", unloaded());
        named(
                lines,
                "no check at all",
                rules.stream()
                        .filter(rule ->
                                rule.isUntested() && rule.rule().unloaded().isEmpty())
                        .toList());
        named(
                lines,
                "nothing shows that it fires",
                rules.stream().filter(rule -> !rule.fires() && rule.silent()).toList());
        counted(
                lines,
                "fired by derived acts alone",
                rules.stream().filter(RuleCoverage::derivedAlone).toList());
        named(
                lines,
                "nothing shows that it stays silent",
                rules.stream().filter(rule -> rule.fires() && !rule.silent()).toList());
        return WrappedLine.of(lines);
    }

    private static void counted(List<String> lines, String what, List<RuleCoverage> rules) {
        named(lines, rules.size() + (rules.size() == 1 ? " is " : " are ") + what, rules);
    }

    private static void named(List<String> lines, String what, List<RuleCoverage> rules) {
        if (!rules.isEmpty()) {
            String names = String.join(
                    ", ",
                    rules.stream()
                            .limit(MAX_NAMED)
                            .map(rule -> rule.rule().name())
                            .toList());
            String more = rules.size() > MAX_NAMED ? " and " + (rules.size() - MAX_NAMED) + " more" : "";
            lines.add("          " + what + ": " + names + more);
        }
    }

    /** What {@code coverage.json} has. */
    private record Told(
            int rules,
            long checked,
            long derivedAlone,
            long clauseResults,
            long clauseResultsSeen,
            @Written(line = 1, rows = 2) List<Row> byRule) {}

    private record Row(
            String rule, String unloaded, boolean fires, boolean silent, boolean derivedAlone, List<Clause> clauses) {}

    private record Clause(String text, String kind, long decidedTrue, long decidedFalse, List<Clause> clauses) {}

    public String json() {
        return RecordJson.report(new Told(
                rules.size(),
                checked(),
                derivedAlone(),
                goals(),
                reached(),
                rules.stream().map(CoverageReport::row).toList()));
    }

    private static Row row(RuleCoverage rule) {
        return new Row(
                rule.rule().name(),
                rule.rule().unloaded(),
                rule.fires(),
                rule.silent(),
                rule.derivedAlone(),
                rule.clauses().stream().map(CoverageReport::clause).toList());
    }

    private static Clause clause(ClauseCoverage clause) {
        return new Clause(
                clause.text(),
                clause.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                clause.decidedTrue(),
                clause.decidedFalse(),
                clause.children().stream().map(CoverageReport::clause).toList());
    }
}
