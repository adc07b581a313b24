// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.board;

import io.kguard.internal.report.OmittedCheck;
import io.kguard.internal.report.RuleFigures;
import io.kguard.scenario.Expectation.Outcome;
import java.util.List;

/**
 * A set in a row of the first page, in the words of its template.
 *
 * @param set the set
 * @param scores its numbers
 */
record SetSummary(BoardSet set, Scores scores) {
    static SetSummary of(BoardSet set) {
        return new SetSummary(set, Scores.of(set));
    }

    /** The picture itself, which the template does not escape. */
    String badge() {
        return Badge.of(set, scores);
    }

    String word() {
        return set.results().ending().verdict().toString();
    }

    String fires() {
        return scores.fires() + "/" + scores.rules();
    }

    String twins() {
        return scores.twins() + "/" + scores.rules();
    }

    String checks() {
        return String.valueOf(set.checks().size());
    }

    /** How many checks did not pass, by how they ended. */
    String unmet() {
        CheckTally all = CheckTally.of(set.checks(), 0);
        return all.failed() + " failed, " + all.errors() + (all.errors() == 1 ? " error" : " errors") + ", "
                + all.known() + " known" + (all.notRun() == 0 ? "" : ", " + all.notRun() + " not run");
    }

    String unplayed() {
        return String.valueOf(set.unplayed().size());
    }

    String blind() {
        return String.valueOf(set.checks().stream()
                .filter(check -> check.outcome().expect() == Outcome.BLIND && check.passed())
                .count());
    }

    String evasions() {
        return scores.evasions()
                .map(one -> one.percent() + " of " + one.variants() + "; " + one.unseen() + " unseen by all")
                .orElse("not measured");
    }

    String uncounted() {
        return set.evasion().map(one -> String.valueOf(one.uncounted().size())).orElse("not measured");
    }

    String noise() {
        List<RuleFigures.Noise> noise = set.rules().stream()
                .flatMap(rule -> rule.figures().noise().stream())
                .toList();
        return noise.isEmpty()
                ? "not measured"
                : String.valueOf(
                        noise.stream().mapToLong(RuleFigures.Noise::alerts).sum());
    }

    String metadata() {
        return set.metadata()
                .map(one -> one.metadata() + ": " + one.silenced().size() + " silenced, "
                        + one.raised().size() + " raised, " + one.inDoubt().size() + " scenarios show nothing")
                .orElse("not measured");
    }

    String cost() {
        return Measure.COST.isIn(set) ? "measured" : "not measured";
    }

    String dropped() {
        return String.valueOf(set.results().omitted().dropped().stream()
                .mapToLong(OmittedCheck.Group::checks)
                .sum());
    }

    String falco() {
        return set.results().made().versions().falco();
    }

    String date() {
        return set.results().made().date().replace('T', ' ').replace("Z", " UTC");
    }

    String machine() {
        return "kguard " + set.results().made().versions().kguard() + ", "
                + set.results().made().versions().system();
    }
}
