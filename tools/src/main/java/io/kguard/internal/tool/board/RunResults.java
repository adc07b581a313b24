// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.board;

import io.kguard.internal.report.OmittedCheck;
import io.kguard.internal.report.ResultsJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What {@code results.json} says of a run. Its counts must be those of what it lists.
 *
 * @param head when the run was, on what, and how it ended
 * @param rules the rules of the set, in the order of their files
 * @param checks the checks that were made
 * @param unplayed the checks that were not made, of rules that the set evaluates
 * @param dropped how many more checks the catalogue has, of rules that the set does not evaluate
 * @param measured the headings of what was measured besides
 */
record RunResults(
        Head head,
        List<RuleResult> rules,
        List<CheckOutcome> checks,
        List<UnplayedCheck> unplayed,
        long dropped,
        Set<String> measured) {
    static final String FILE = "results.json";

    RunResults {
        rules = List.copyOf(rules);
        checks = List.copyOf(checks);
        unplayed = List.copyOf(unplayed);
        measured = Set.copyOf(measured);
    }

    /**
     * The run as a whole.
     *
     * @param verdict its verdict in a word
     * @param problem why it could not run as a whole; empty if it could
     * @param date when it ended
     * @param falco the version of Falco that it followed
     * @param machine kguard's version, and the system
     * @param options what a command is given that makes it again
     */
    record Head(String verdict, String problem, String date, String falco, String machine, String options) {}

    static RunResults read(Path folder) throws IOException {
        JsonPart json = JsonPart.read(folder, FILE);
        if (json.count("format") != ResultsJson.FORMAT) {
            throw json.damaged(
                    "it has format " + json.count("format") + ", and this kguard reads format " + ResultsJson.FORMAT);
        }
        List<RuleResult> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonPart rule : json.list("rules")) {
            rules.add(RuleResult.of(rule));
            if (!names.add(rule.text("rule"))) {
                throw rule.damaged("the rule \"" + rule.text("rule") + "\" is there twice");
            }
        }
        List<CheckOutcome> checks = new ArrayList<>();
        for (JsonPart check : json.list("checks")) {
            checks.add(CheckOutcome.of(check));
        }
        List<UnplayedCheck> unplayed = new ArrayList<>();
        long dropped = 0;
        for (OmittedCheck.Kind kind : OmittedCheck.Kind.values()) {
            for (JsonPart group : json.list(kind.key())) {
                List<UnplayedCheck> those = UnplayedCheck.of(group, kind.label());
                if (kind == OmittedCheck.Kind.DROPPED) {
                    dropped += those.size();
                } else {
                    unplayed.addAll(those);
                }
            }
        }
        Set<String> measured = new HashSet<>();
        for (JsonPart table : json.list("measured")) {
            measured.add(table.text("name"));
        }
        Head head = new Head(
                json.word("verdict", List.of(CheckOutcome.PASSED, CheckOutcome.FAILED, CheckOutcome.ERROR)),
                json.text("problem"),
                json.text("date"),
                json.text("falco"),
                "kguard " + json.text("kguard") + ", " + json.text("system"),
                json.text("options"));
        RunResults results = new RunResults(head, rules, checks, unplayed, dropped, measured);
        results.compare(json);
        return results;
    }

    /** What counts and lists say must be the same: a list that lost a member would pass for a smaller run. */
    private void compare(JsonPart json) throws IOException {
        JsonPart summary = json.part("summary");
        same(summary, "passed", count(CheckOutcome.PASSED));
        same(summary, "failed", count(CheckOutcome.FAILED));
        same(summary, "error", count(CheckOutcome.ERROR) + (head.problem().isEmpty() ? 0 : 1));
        same(json, "known", count(CheckOutcome.KNOWN));
        same(json.part("ruleCoverage"), "rules", counted().size());
    }

    private static void same(JsonPart json, String key, long listed) throws IOException {
        if (json.count(key) != listed) {
            throw json.damaged(key + " is " + json.count(key) + ", and the lists have " + listed);
        }
    }

    private long count(String verdict) {
        return checks.stream().filter(check -> check.verdict().equals(verdict)).count();
    }

    /** The rules that checks should be about. */
    List<RuleResult> counted() {
        return rules.stream().filter(RuleResult::counts).toList();
    }
}
