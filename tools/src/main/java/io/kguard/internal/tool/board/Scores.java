// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.board;

import io.kguard.internal.report.ResultsJson.Rule;
import io.kguard.internal.tool.evasion.EvasionReport;
import io.kguard.scenario.Expectation.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * A rule set in a few numbers.
 *
 * @param rules how many rules checks should be about
 * @param fires how many of them fire in every attack that was played for them, and in one at least
 * @param twins how many of them stay silent in every twin that was played for them, and in one at least
 * @param pinned how many of them fire in derived acts, which are made of the rules and are no attacks
 * @param evasions the results of the attacks in other ways; empty if that was not measured
 */
record Scores(long rules, long fires, long twins, long pinned, Optional<Evasions> evasions) {
    private static final int PERCENT = 100;

    /**
     * The attacks in other ways, counted for each rule.
     *
     * @param variants those that took effect
     * @param caught those that the rule saw
     * @param unseen those that no rule saw
     */
    record Evasions(long variants, long caught, long unseen) {
        /** The part that was seen, rounded down: all is said only of all. */
        String percent() {
            return variants == 0 ? "none took effect" : caught * PERCENT / variants + " %";
        }
    }

    static Scores of(BoardSet set) {
        List<Rule> rules = set.rules().stream().filter(Rule::counts).toList();
        return new Scores(
                rules.size(),
                rules.stream()
                        .filter(rule -> set.tally(rule.rule(), Outcome.FIRES).shows())
                        .count(),
                rules.stream()
                        .filter(rule -> set.tally(rule.rule(), Outcome.SILENT).shows())
                        .count(),
                rules.stream()
                        .filter(rule -> set.tally(rule.rule(), Outcome.FIRES).derived() > 0)
                        .count(),
                set.evasion().map(Scores::evasions));
    }

    private static Evasions evasions(EvasionReport.Results results) {
        long variants = 0;
        long caught = 0;
        long unseen = 0;
        for (EvasionReport.OfRule rule : results.rules()) {
            variants += rule.variants();
            caught += rule.caught();
            unseen += rule.unseen();
        }
        return new Evasions(variants, caught, unseen);
    }

    /** {@code fires 93/93, twins 93/93, evasions 71 %}; of a run that had no rules to judge, that. */
    String text() {
        if (rules == 0) {
            return "no rules";
        }
        return "fires " + fires + "/" + rules + ", twins " + twins + "/" + rules
                + (pinned == 0 ? "" : ", fired by derived acts " + pinned + "/" + rules) + ", evasions "
                + evasions.map(Evasions::percent).orElse("not measured");
    }

    /** Whether every rule is shown to fire and to stay silent. */
    boolean isWhole() {
        return rules > 0 && fires == rules && twins == rules;
    }
}
