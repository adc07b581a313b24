// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutation;

import io.kguard.event.JsonWriter;
import io.kguard.internal.message.Wording;
import io.kguard.internal.message.WrappedLine;
import io.kguard.internal.result.RuleFacts;
import io.kguard.rule.Rule;
import io.kguard.verdict.CheckResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which small changes of the rules no check would notice. As JSON:
 * <pre>{@code
 * {"mutants": 812, "killed": 790, "pinned": 12, "score": 97.3,
 *  "groups": {"own": {"mutants": 300, "killed": 295, "undecided": 0, "score": 98.3, "pinned": 2}, "exception": ...},
 *  "byRule": [
 *   {"rule": "Terminal shell in container", "checked": true, "mutants": 31, "killed": 30, "pinned": 0, "score": 96.8,
 *    "groups": {...},
 *    "surviving": [
 *     {"file": "rules.yaml", "line": 12, "column": 18, "kind": "removed", "group": "own", "change": "removing proc.tty != 0",
 *      "noticedBy": "a twin in which `proc.tty != 0` is false and all else is as in the attack"}],
 *    "undecided": [], "indistinct": [], "ruleTests": []}],
 *  "leftOut": [{"rule": "Node joined", "mutants": 12, "reasons": ["node-joined: FAILED: ..."]}],
 *  "onlyRuleTests": ["Shell of a web server"], "unloaded": []}
 * }</pre>
 *
 * <p>Those that only derived acts notice are pinned, and count as not noticed. The mutants of a rule that has rule tests are undecided if no scenario notices them: rule tests are not run on mutants. They do
 * not count in the score. Mutants that no event tells from the rule are indistinct, with a proof, and do not count at all.
 *
 * @param rules the rules that have a check in a scenario, and those without any check
 * @param leftOut the rules with a check that does not pass, of which nothing is measured
 * @param onlyRuleTests the rules that have only rule tests, so that no mutant was made
 * @param unloaded the rules that did not load, which the user allows, so that no mutant was made
 * @param effort what it took
 */
record MutationReport(
        List<RuleMutation> rules,
        List<LeftOut> leftOut,
        List<String> onlyRuleTests,
        List<String> unloaded,
        Effort effort) {
    private static final int MAX_LISTED = 200;

    MutationReport {
        rules = List.copyOf(rules);
        leftOut = List.copyOf(leftOut);
        onlyRuleTests = List.copyOf(onlyRuleTests);
        unloaded = List.copyOf(unloaded);
    }

    /** The mutants of rules that have a check, which were evaluated. */
    int checked() {
        return RuleMutation.evaluated(rules);
    }

    /** The mutants that no event tells from the rule, so that they do not count. */
    int indistinct() {
        return rules.stream().mapToInt(rule -> rule.indistinct().cardinality()).sum();
    }

    MutationScore score() {
        return MutationScore.of(rules);
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
                new MutationReport(some, List.of(), List.of(), List.of(), effort).missed(missed, " of " + scope, least);
            }
        });
        return missed;
    }

    private void missed(List<String> missed, String of, MutationThresholds least) {
        MutationScore score = score();
        if (score.percent() < least.score()) {
            missed.add("The mutation score" + of + " is below " + least.score() + " % ("
                    + Wording.option("mutationThreshold") + ")." + notCounted(score));
        }
        if (least.maxSurviving() < Integer.MAX_VALUE && score.killed() + score.surviving() == 0) {
            missed.add("No change" + of + " was evaluated (" + Wording.option("maxSurviving") + ").");
        }
        if (score.surviving() > least.maxSurviving()) {
            missed.add("No check notices " + score.surviving() + " changes" + of + "; at most " + least.maxSurviving()
                    + " are allowed (" + Wording.option("maxSurviving") + ")." + notCounted(score));
        }
    }

    private static String notCounted(MutationScore score) {
        return score.pinned() == 0
                ? ""
                : " Derived acts alone notice " + score.pinned()
                        + " changes, which do not count: write an attack, or a twin.";
    }

    /** The lines for the console. */
    List<String> lines() {
        List<String> lines = new SurvivorLines(MAX_LISTED).of(rules);
        if (!onlyRuleTests.isEmpty()) {
            lines.add("Only rule tests are about these rules, so no change of them was evaluated: "
                    + String.join(", ", onlyRuleTests));
        }
        if (!unloaded.isEmpty()) {
            lines.add("Not loaded, so no change of them was evaluated: " + String.join(", ", unloaded));
        }
        if (indistinct() > 0) {
            lines.add(
                    indistinct() + " changes do not count, because no event tells them from the rule (mutation.json has"
                            + " the proofs)");
        }
        lines.addAll(leftOutLines());
        lines.addAll(effort.lines(checked()));
        MutationScore.ofGroups(rules).forEach((group, score) -> lines.add("  " + group.label() + ": " + score));
        List<String> wrapped = new ArrayList<>(WrappedLine.of(lines));
        wrapped.add(total());
        return wrapped;
    }

    /** The rules that are left out, with the reasons. */
    List<String> leftOutLines() {
        List<String> lines = new ArrayList<>();
        for (LeftOut rule : leftOut) {
            lines.add("Rule \"" + rule.rule().name() + "\" is left out, with its " + rule.mutants()
                    + " changes, because a check of it does not pass:");
            rule.reasons().forEach(reason -> lines.add("  " + reason));
        }
        return lines;
    }

    String total() {
        MutationScore score = score();
        return String.format(
                Locale.ROOT,
                "%d of %d changes of %s are noticed%s%s%s: mutation score %.1f %% in %.1f s",
                score.killed(),
                score.mutants(),
                rules.size() == 1 ? "1 rule" : rules.size() + " rules",
                score.pinnedText(),
                score.undecided() == 0 ? "" : ", " + score.undecided() + " are undecided",
                leftOut.isEmpty()
                        ? ""
                        : ", " + leftOut.size() + (leftOut.size() == 1 ? " rule is" : " rules are") + " left out",
                score.percent(),
                effort.took().toMillis() / 1000.0);
    }

    String json() {
        MutationScore score = score();
        JsonWriter json = JsonWriter.spaced()
                .object()
                .member("mutants", score.mutants())
                .member("killed", score.killed())
                .member("pinned", score.pinned())
                .key("score")
                .value(score.percent());
        groups(json.line(1), rules);
        json.line(1).key("byRule").array();
        for (RuleMutation rule : rules) {
            json.line(2)
                    .object()
                    .member("rule", rule.rule().name())
                    .member("checked", rule.checked())
                    .member("mutants", rule.mutants())
                    .member("killed", rule.killed())
                    .member("pinned", rule.pinned())
                    .key("score")
                    .value(MutationScore.of(List.of(rule)).percent());
            groups(json, List.of(rule));
            mutants(json.key("surviving"), rule.surviving());
            mutants(json.key("undecided"), rule.undecided());
            indistinct(json.key("indistinct"), rule);
            json.key("ruleTests").tree(rule.ruleTests()).end();
        }
        json.end().line(1).key("leftOut").array();
        for (LeftOut rule : leftOut) {
            json.line(2)
                    .object()
                    .member("rule", rule.rule().name())
                    .member("mutants", rule.mutants())
                    .key("reasons")
                    .tree(rule.reasons())
                    .end();
        }
        json.end().line(1).key("onlyRuleTests").tree(onlyRuleTests);
        return json.line(1).key("unloaded").tree(unloaded).end().json() + "\n";
    }

    private static void groups(JsonWriter json, List<RuleMutation> rules) {
        json.key("groups").object();
        MutationScore.ofGroups(rules)
                .forEach((group, score) -> json.key(group.toString())
                        .object()
                        .member("mutants", score.mutants())
                        .member("killed", score.killed())
                        .member("undecided", score.undecided())
                        .key("score")
                        .value(score.percent())
                        .member("pinned", score.pinned())
                        .end());
        json.end();
    }

    private static void indistinct(JsonWriter json, RuleMutation rule) {
        json.array();
        rule.indistinct().stream().forEach(i -> {
            place(json, rule.all().get(i));
            json.member("why", rule.proofs().get(i)).end();
        });
        json.end();
    }

    private static JsonWriter place(JsonWriter json, RuleMutation.PlacedMutant mutant) {
        return json.line(4)
                .object()
                .member("file", mutant.position().file())
                .member("line", mutant.position().line())
                .member("column", mutant.position().column())
                .member("kind", mutant.kind().toString())
                .member("group", mutant.group().toString())
                .member("change", mutant.description());
    }

    private static void mutants(JsonWriter json, List<RuleMutation.PlacedMutant> mutants) {
        json.array();
        for (RuleMutation.PlacedMutant mutant : mutants) {
            place(json, mutant).member("noticedBy", mutant.advice()).end();
        }
        json.end();
    }

    /**
     * What a mutation took.
     *
     * @param scenarios how many scenarios were played or read
     * @param evaluated how many mutants were evaluated on their events
     * @param evaluating the processor time of that, of all threads
     * @param took the time of all
     * @param history the file with the results of earlier runs
     */
    record Effort(int scenarios, int evaluated, Duration evaluating, Duration took, String history) {
        private static final double NANOS = 1e9;

        /** The lines for the console. */
        List<String> lines(int mutants) {
            List<String> lines = new ArrayList<>();
            if (mutants > evaluated) {
                lines.add(mutants - evaluated + " changes were evaluated by an earlier run (" + history + "). "
                        + Wording.given("mutationHistory") + "=off evaluates all again.");
            }
            if (scenarios > 0) {
                double seconds = evaluating.toNanos() / NANOS;
                lines.add(String.format(
                        Locale.ROOT,
                        "%d scenarios were played; to evaluate %d changes on their events took %.1f s of processor time",
                        scenarios,
                        evaluated,
                        seconds));
            }
            return lines;
        }
    }

    /**
     * A rule of which nothing is measured, because a check of it does not pass: a change that the check would notice can't be told from one
     * that it would not.
     *
     * @param rule the rule
     * @param mutants how many changes of it there are
     * @param reasons why its checks do not pass, a line for each
     */
    record LeftOut(RuleFacts rule, int mutants, List<String> reasons) {
        public LeftOut {
            reasons = List.copyOf(reasons);
        }

        /**
         * A rule that is left out.
         *
         * @param failed its checks that did not pass
         */
        static LeftOut of(Rule rule, int mutants, List<CheckResult> failed) {
            return new LeftOut(
                    RuleFacts.of(rule),
                    mutants,
                    failed.stream()
                            .map(check ->
                                    check.scenario() + ": " + check.verdict().word() + ": "
                                            + firstLine(check.verdict().reason()))
                            .toList());
        }

        private static String firstLine(String text) {
            return text.strip().lines().findFirst().orElse("");
        }

        /** The same rule as two shards have it. */
        LeftOut and(LeftOut other) {
            Set<String> all = Stream.concat(reasons.stream(), other.reasons.stream())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            return new LeftOut(rule, mutants, List.copyOf(all));
        }
    }
}
