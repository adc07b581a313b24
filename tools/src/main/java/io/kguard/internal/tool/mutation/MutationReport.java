// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutation;

import io.kguard.event.JsonWriter;
import io.kguard.internal.message.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which small changes of the rules no check would notice. As JSON:
 * <pre>{@code
 * {"mutants": 812, "killed": 790, "score": 97.3,
 *  "byRule": [
 *   {"rule": "Terminal shell in container", "checked": true, "mutants": 31, "killed": 30, "score": 96.8, "surviving": [
 *     {"file": "rules.yaml", "line": 12, "column": 18, "kind": "removed", "change": "removing proc.tty != 0"}],
 *    "undecided": [], "ruleTests": []}],
 *  "onlyRuleTests": ["Shell of a web server"], "unloaded": []}
 * }</pre>
 *
 * <p>The mutants of a rule that has rule tests are undecided if no scenario notices them: rule tests are not run on mutants. They do
 * not count in the score.
 *
 * @param rules the rules that have a check in a scenario, and those without any check
 * @param onlyRuleTests the rules that have only rule tests, so that no mutant was made
 * @param unloaded the rules that did not load, which the user allows, so that no mutant was made
 * @param effort what it took
 */
record MutationReport(
        List<RuleMutation> rules, List<String> onlyRuleTests, List<String> unloaded, MutationEffort effort) {
    private static final int MAX_LISTED = 200;

    MutationReport {
        rules = List.copyOf(rules);
        onlyRuleTests = List.copyOf(onlyRuleTests);
        unloaded = List.copyOf(unloaded);
    }

    int mutants() {
        return rules.stream().mapToInt(RuleMutation::mutants).sum();
    }

    /** The mutants of rules that have a check. */
    int checked() {
        return rules.stream()
                .filter(RuleMutation::checked)
                .mapToInt(RuleMutation::mutants)
                .sum();
    }

    int killed() {
        return rules.stream().mapToInt(RuleMutation::killed).sum();
    }

    int surviving() {
        return rules.stream().mapToInt(rule -> rule.surviving().size()).sum();
    }

    int undecided() {
        return rules.stream().mapToInt(rule -> rule.undecided().size()).sum();
    }

    /** The share of mutants that a check notices, in percent. */
    double score() {
        return RuleMutation.score(rules);
    }

    /** The thresholds that are missed, in sentences. */
    List<String> missed(MutationThresholds thresholds) {
        List<String> missed = new ArrayList<>();
        missed(missed, "", thresholds);
        thresholds.scoped().forEach((scope, least) -> {
            List<RuleMutation> some =
                    rules.stream().filter(rule -> scope.contains(rule.rule())).toList();
            if (some.stream()
                    .allMatch(rule -> rule.mutants() == rule.undecided().size())) {
                missed.add("No change was evaluated of a rule that a threshold in <thresholds> is for: " + scope + ".");
            } else {
                new MutationReport(some, List.of(), List.of(), effort).missed(missed, " of " + scope, least);
            }
        });
        return missed;
    }

    private void missed(List<String> missed, String of, MutationThresholds least) {
        if (score() < least.score()) {
            missed.add("The mutation score" + of + " is below " + least.score() + " % ("
                    + Wording.option("mutationThreshold") + ").");
        }
        if (least.maxSurviving() < Integer.MAX_VALUE && killed() + surviving() == 0) {
            missed.add("No change" + of + " was evaluated (" + Wording.option("maxSurviving") + ").");
        }
        if (surviving() > least.maxSurviving()) {
            missed.add("No check notices " + surviving() + " changes" + of + "; at most " + least.maxSurviving()
                    + " are allowed (" + Wording.option("maxSurviving") + ").");
        }
    }

    /** The lines for the console. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        int listed = 0;
        for (RuleMutation rule : rules) {
            if (!rule.checked()) {
                lines.add("Rule \"" + rule.rule().name() + "\" has no check, so none of its " + rule.mutants()
                        + " changes is noticed.");
            }
            if (!rule.checked() || rule.unnoticed().isEmpty()) {
                continue;
            }
            lines.add(String.format(
                    Locale.ROOT,
                    "Rule \"%s\": %d of %d changes are noticed. %s",
                    rule.rule().name(),
                    rule.killed(),
                    rule.mutants(),
                    rule.ruleTests().isEmpty()
                            ? "No check notices"
                            : "No scenario notices these, but a rule test may (" + String.join(", ", rule.ruleTests())
                                    + "). They do not count:"));
            for (PlacedMutant mutant : rule.unnoticed()) {
                if (listed++ < MAX_LISTED) {
                    lines.add("  " + mutant.position() + ": " + mutant.description());
                    lines.add("    A check that does: " + mutant.kind().advice() + ".");
                }
            }
        }
        if (listed > MAX_LISTED) {
            lines.add("  and " + (listed - MAX_LISTED) + " more (mutation.json lists them)");
        }
        if (!onlyRuleTests.isEmpty()) {
            lines.add("Only rule tests are about these rules, so no change of them was evaluated: "
                    + String.join(", ", onlyRuleTests));
        }
        if (!unloaded.isEmpty()) {
            lines.add("Not loaded, so no change of them was evaluated: " + String.join(", ", unloaded));
        }
        lines.addAll(effort.lines(checked()));
        lines.add(total());
        return lines;
    }

    String total() {
        return String.format(
                Locale.ROOT,
                "%d of %d changes of %d rules are noticed%s: mutation score %.1f %% in %.1f s",
                killed(),
                mutants(),
                rules.size(),
                undecided() == 0 ? "" : ", " + undecided() + " are undecided",
                score(),
                effort.took().toMillis() / 1000.0);
    }

    String json() {
        JsonWriter json = JsonWriter.spaced()
                .object()
                .member("mutants", mutants())
                .member("killed", killed())
                .key("score")
                .value(score());
        json.line(1).key("byRule").array();
        for (RuleMutation rule : rules) {
            json.line(2)
                    .object()
                    .member("rule", rule.rule().name())
                    .member("checked", rule.checked())
                    .member("mutants", rule.mutants())
                    .member("killed", rule.killed())
                    .key("score")
                    .value(RuleMutation.score(List.of(rule)));
            mutants(json.key("surviving"), rule.surviving());
            mutants(json.key("undecided"), rule.undecided());
            json.key("ruleTests").tree(rule.ruleTests()).end();
        }
        json.end().line(1).key("onlyRuleTests").tree(onlyRuleTests);
        return json.line(1).key("unloaded").tree(unloaded).end().json() + "\n";
    }

    private static void mutants(JsonWriter json, List<PlacedMutant> mutants) {
        json.array();
        for (PlacedMutant mutant : mutants) {
            json.line(4)
                    .object()
                    .member("file", mutant.position().file())
                    .member("line", mutant.position().line())
                    .member("column", mutant.position().column())
                    .member("kind", mutant.kind().toString())
                    .member("change", mutant.description())
                    .end();
        }
        json.end();
    }
}
