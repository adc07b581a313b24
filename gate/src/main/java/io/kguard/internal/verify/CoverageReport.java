// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.condition.ClauseCoverage;
import io.kguard.internal.message.Wording;
import io.kguard.internal.message.WrappedLine;
import io.kguard.internal.record.RecordJson;
import io.kguard.internal.record.RecordJson.Written;
import io.kguard.internal.report.RuleEntry;
import io.kguard.internal.result.RuleFacts;
import io.kguard.internal.result.RuleScope;
import io.kguard.internal.result.Thresholds;
import io.kguard.rule.Rule;
import io.kguard.verdict.CheckResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the checks show of each rule: whether it fires and stays silent, and which results of its clauses decided a check.
 * Only checks that passed count. A result of a clause decided a check if the check would have failed had the clause always
 * had the other result.
 *
 * <p>Thresholds count acts that somebody meant. What derived acts show stands beside it and is never added: they are made of
 * the rules themselves.
 *
 * <p>{@code decidedTrue} and {@code decidedFalse} count checks.
 *
 * @param rules the coverage of each rule that is evaluated or should be, in their order
 */
record CoverageReport(List<RuleCoverage> rules) {
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

    /** One of the two coverages, of all rules. */
    private record Covered(int rules, long checked, long goals, long reached) {
        static Covered of(List<RuleCoverage> rules, Function<RuleCoverage, RuleEntry.Shown> which) {
            List<RuleEntry.Shown> all = rules.stream().map(which).toList();
            return new Covered(
                    all.size(),
                    all.stream().filter(RuleEntry.Shown::both).count(),
                    all.stream().mapToLong(RuleEntry.Shown::goals).sum(),
                    all.stream().mapToLong(RuleEntry.Shown::reached).sum());
        }

        double rulePercent() {
            return rules == 0 ? 0 : (double) PERCENT * checked / rules;
        }

        double clausePercent() {
            return goals == 0 ? 0 : (double) PERCENT * reached / goals;
        }
    }

    private Covered proven() {
        return Covered.of(rules, RuleCoverage::proven);
    }

    private Covered pinned() {
        return Covered.of(rules, RuleCoverage::pinned);
    }

    /** The rules that only derived acts fire. */
    long derivedAlone() {
        return rules.stream().filter(RuleCoverage::derivedAlone).count();
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
        Covered proven = proven();
        Covered pinned = pinned();
        missed(problems, which, "minRuleCoverage", proven.rulePercent(), pinned.rulePercent(), least.minRuleCoverage());
        String clauses = "results of clauses" + (which.equals("rules") ? "" : " of the " + which);
        missed(
                problems,
                clauses,
                "minClauseCoverage",
                proven.clausePercent(),
                pinned.clausePercent(),
                least.minClauseCoverage());
        if (least.failOnUntestedRule()) {
            untested(problems, "These rules have no check that passed", "", false);
            untested(
                    problems,
                    "Of these rules only derived acts passed",
                    ". A derived act is made of the rule's condition, so it does not count: write an attack",
                    true);
        }
    }

    private void untested(List<String> problems, String what, String hint, boolean pinned) {
        List<String> names = rules.stream()
                .filter(rule -> rule.proven().nothing() && rule.pinned().nothing() != pinned)
                .map(rule -> rule.rule().name())
                .toList();
        if (!names.isEmpty()) {
            problems.add(what + " (" + Wording.option("failOnUntestedRule") + "): " + String.join(", ", names) + hint);
        }
    }

    private static void missed(
            List<String> problems, String what, String property, double percent, double pinned, double least) {
        if (percent < least) {
            problems.add(String.format(
                            Locale.ROOT,
                            "The checks cover %.1f %% of the %s; at least %.1f %% are required (%s).",
                            percent,
                            what,
                            least,
                            Wording.option(property))
                    + (pinned == 0
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    " Derived acts cover %.1f %%, which does not count: they are made of the rules'"
                                            + " conditions. Write attacks.",
                                    pinned)));
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
        Covered proven = proven();
        Covered pinned = pinned();
        boolean derived = rules.stream().anyMatch(rule -> !rule.pinned().nothing());
        lines.addAll(
                lines("Coverage: %d of %d rules are fired by a check and kept silent by another", "a check", proven));
        if (derived) {
            lines.addAll(lines(
                    "Derived: %d of %d rules are fired and kept silent by derived acts", "a check of one", pinned));
        }
        named(lines, "not loaded, so nothing tests it", unloaded());
        named(
                lines,
                "no check at all",
                rules.stream()
                        .filter(rule -> rule.proven().nothing()
                                && rule.pinned().nothing()
                                && rule.rule().unloaded().isEmpty())
                        .toList());
        named(
                lines,
                "nothing shows that it fires",
                rules.stream().filter(CoverageReport::onlySilent).toList());
        List<RuleCoverage> alone =
                rules.stream().filter(RuleCoverage::derivedAlone).toList();
        named(
                lines,
                alone.size()
                        + (alone.size() == 1
                                ? " rule is fired by derived acts alone: no attack shows that it works"
                                : " rules are fired by derived acts alone: no attack shows that they work"),
                alone);
        named(
                lines,
                "nothing shows that it stays silent",
                rules.stream()
                        .filter(rule -> rule.proven().fires()
                                && !rule.proven().silent()
                                && !rule.pinned().silent())
                        .toList());
        named(
                lines,
                "kept silent by derived acts alone",
                rules.stream()
                        .filter(rule -> rule.proven().fires()
                                && !rule.proven().silent()
                                && rule.pinned().silent())
                        .toList());
        return WrappedLine.of(lines);
    }

    private static boolean onlySilent(RuleCoverage rule) {
        return !rule.proven().fires()
                && !rule.pinned().fires()
                && (rule.proven().silent() || rule.pinned().silent());
    }

    private static List<String> lines(String rules, String check, Covered covered) {
        String first =
                String.format(Locale.ROOT, rules, covered.checked(), covered.rules()) + percent(covered.rulePercent());
        if (covered.goals() == 0) { // no check that counts here measured a condition
            return List.of(first);
        }
        return List.of(
                first,
                String.format(
                                Locale.ROOT,
                                "          %d of %d results of their clauses decided %s",
                                covered.reached(),
                                covered.goals(),
                                check)
                        + percent(covered.clausePercent()));
    }

    /** 99.6 is not 100, here as in the report. */
    private static String percent(double exact) {
        return " (" + (int) exact + " %)";
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
            Pinned pinned,
            @Written(line = 1, rows = 2) List<Row> byRule) {}

    private record Row(
            String rule,
            String unloaded,
            @Written(inline = true) Shown proven,
            boolean derivedAlone,
            Optional<Shown> pinned) {}

    /** What derived acts show, which is never added to the rest. */
    private record Pinned(long checked, long clauseResults, long clauseResultsSeen) {}

    private record Shown(boolean fires, boolean silent, List<Clause> clauses) {
        static Shown of(RuleEntry.Shown shown) {
            return new Shown(
                    shown.fires(),
                    shown.silent(),
                    shown.coverage().stream().map(CoverageReport::clause).toList());
        }
    }

    private record Clause(String text, String kind, long decidedTrue, long decidedFalse, List<Clause> clauses) {}

    public String json() {
        Covered proven = proven();
        Covered pinned = pinned();
        return RecordJson.report(new Told(
                rules.size(),
                proven.checked(),
                derivedAlone(),
                proven.goals(),
                proven.reached(),
                new Pinned(pinned.checked(), pinned.goals(), pinned.reached()),
                rules.stream().map(CoverageReport::row).toList()));
    }

    private static Row row(RuleCoverage rule) {
        return new Row(
                rule.rule().name(),
                rule.rule().unloaded(),
                Shown.of(rule.proven()),
                rule.derivedAlone(),
                rule.pinned().nothing() ? Optional.empty() : Optional.of(Shown.of(rule.pinned())));
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
