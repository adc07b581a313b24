// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.event.JsonWriter;
import io.kguard.internal.mutation.Mutant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which small changes of the rules no check would notice. As JSON:
 * <pre>{@code
 * {"mutants": 812, "killed": 790, "score": 97.3,
 *  "byRule": [
 *   {"rule": "Terminal shell in container", "mutants": 31, "killed": 30, "surviving": [
 *     {"file": "rules.yaml", "line": 12, "column": 18, "kind": "removed", "change": "removing proc.tty != 0"}]}]}
 * }</pre>
 *
 * @param rules the rules that have a check
 * @param took how long playing and evaluating took
 */
record MutationReport(List<RuleMutation> rules, Duration took) {
    private static final int MAX_LISTED = 200;
    private static final double PERCENT = 100;

    MutationReport {
        rules = List.copyOf(rules);
    }

    int mutants() {
        return rules.stream().mapToInt(RuleMutation::mutants).sum();
    }

    int killed() {
        return rules.stream().mapToInt(RuleMutation::killed).sum();
    }

    int surviving() {
        return mutants() - killed();
    }

    /** The share of mutants that a check notices, in percent. */
    double score() {
        return mutants() == 0 ? 0 : PERCENT * killed() / mutants();
    }

    /** The lines for the console. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        int listed = 0;
        for (RuleMutation rule : rules) {
            if (rule.surviving().isEmpty()) {
                continue;
            }
            lines.add(String.format(
                    Locale.ROOT,
                    "Rule \"%s\": %d of %d changes are noticed. No check notices",
                    rule.rule().name(),
                    rule.killed(),
                    rule.mutants()));
            for (Mutant mutant : rule.surviving()) {
                if (listed++ < MAX_LISTED) {
                    lines.add("  " + rule.positionOf(mutant) + ": " + mutant.description());
                    lines.add("    A check that does: " + mutant.kind().advice() + ".");
                }
            }
        }
        if (listed > MAX_LISTED) {
            lines.add("  and " + (listed - MAX_LISTED) + " more (mutation.json lists them)");
        }
        lines.add(total());
        return lines;
    }

    String total() {
        return String.format(
                Locale.ROOT,
                "%d of %d changes of %d rules are noticed: mutation score %.1f %% in %.1f s",
                killed(),
                mutants(),
                rules.size(),
                score(),
                took.toMillis() / 1000.0);
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
                    .member("mutants", rule.mutants())
                    .member("killed", rule.killed())
                    .key("surviving")
                    .array();
            for (Mutant mutant : rule.surviving()) {
                json.line(4)
                        .object()
                        .member("file", rule.positionOf(mutant).file())
                        .member("line", rule.positionOf(mutant).line())
                        .member("column", rule.positionOf(mutant).column())
                        .member("kind", mutant.kind().toString())
                        .member("change", mutant.description())
                        .end();
            }
            json.end().end();
        }
        return json.end().end().json() + "\n";
    }
}
