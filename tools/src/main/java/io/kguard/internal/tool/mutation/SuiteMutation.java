// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutation;

import io.kguard.internal.message.WrappedLine;
import io.kguard.internal.report.Table;
import io.kguard.internal.tool.mutant.Mutant;
import io.kguard.internal.verify.SuitePlan;
import io.kguard.verdict.CheckResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which small changes of the rules the checks of a suite notice. It needs no further play: the changes are evaluated on the
 * events of the checks.
 *
 * @param report what is found
 */
record SuiteMutation(MutationReport report) {
    /**
     * What the results of checks of scenarios show of the mutants of each rule.
     *
     * @param mutants the mutants of each rule, which were evaluated
     * @param tests the names of the rule tests of each rule, which were not run on mutants
     */
    static SuiteMutation of(
            SuitePlan plan,
            Map<String, List<Mutant>> mutants,
            List<CheckResult> results,
            Map<String, List<String>> tests,
            Duration took) {
        List<MutationReport.LeftOut> leftOut = Mutation.leftOut(plan, mutants, results);
        Map<String, List<Mutant>> sound = Mutation.sound(mutants, leftOut);
        Map<String, Notices> noticed = new HashMap<>();
        for (CheckResult check : results) {
            MutantPlay.noticed(
                            check, sound.getOrDefault(check.rule(), List.of()).size())
                    .ifPresent(
                            found -> noticed.merge(check.rule(), Notices.of(check.isDerived(), found), Notices::and));
        }
        Set<String> unchecked =
                plan.chosen().isPartial() ? Set.of() : Mutation.unchecked(plan, mutants, leftOut, tests);
        List<RuleMutation> rules = Mutation.rules(plan, sound, noticed, tests, unchecked);
        MutationReport.Effort effort =
                new MutationReport.Effort(plan.checks().size(), RuleMutation.evaluated(rules), Duration.ZERO, took, "");
        List<String> onlyRuleTests = tests.keySet().stream()
                .filter(rule -> !mutants.containsKey(rule))
                .sorted()
                .toList();
        return new SuiteMutation(new MutationReport(
                rules, leftOut, onlyRuleTests, plan.evaluated().unloaded(), effort));
    }

    private String summary() {
        return String.format(
                Locale.ROOT,
                "The checks notice %d of %d small changes of %d rules%s%s%s: mutation score %.1f %%",
                report.score().killed(),
                report.score().mutants(),
                report.rules().size(),
                report.score().pinnedText(),
                report.score().undecided() == 0
                        ? ""
                        : ", and rule tests may notice " + report.score().undecided() + " more",
                report.indistinct() == 0 ? "" : ", and no event tells " + report.indistinct() + " others from the rule",
                report.score().percent());
    }

    private String groups() {
        return MutationScore.line(MutationScore.ofGroups(report.rules()));
    }

    private String left() {
        return "Not measured, because a check of it did not pass: "
                + report.leftOut().stream().map(rule -> rule.rule().name()).collect(Collectors.joining(", "));
    }

    /** The lines for the console. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("Mutation: " + summary()));
        if (report.score().mutants() > 0) {
            lines.add("          " + groups());
        }
        if (!report.leftOut().isEmpty()) {
            lines.add("          " + left());
        }
        if (report.score().surviving() > 0) {
            lines.add("          report.html shows the others at their clauses, mutation.json lists them");
        }
        return WrappedLine.of(lines);
    }

    /** The table of the report for people. */
    Table table() {
        List<List<String>> rows = new ArrayList<>();
        for (RuleMutation rule : report.rules()) {
            Map<Mutant.Group, MutationScore> groups = MutationScore.ofGroups(List.of(rule));
            List<String> row = new ArrayList<>(List.of(rule.rule().name()));
            for (Mutant.Group group : Mutant.Group.values()) {
                MutationScore score = groups.get(group);
                row.add(score == null ? "n/a" : score.killed() + "/" + score.mutants());
            }
            row.add(
                    rule.mutants() == 0
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    "%.0f %%",
                                    MutationScore.of(List.of(rule)).percent()));
            rows.add(row);
        }
        return new Table(
                "Mutation",
                summary() + ". Noticed of each group: " + groups()
                        + (report.leftOut().isEmpty() ? "" : ". " + left()),
                List.of(
                        "Rule",
                        "Own clauses",
                        "Whole conditions",
                        "Exceptions",
                        "List items",
                        "Shared macros",
                        "Score"),
                rows);
    }
}
