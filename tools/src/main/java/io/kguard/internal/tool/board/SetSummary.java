// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.board;

import io.kguard.internal.report.RuleFigures;
import java.util.List;
import java.util.Optional;

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

    String name() {
        return set.name().text();
    }

    String page() {
        return set.name().page();
    }

    String badgeFile() {
        return set.name().badge();
    }

    /** The picture itself, which the template does not escape. */
    String badge() {
        return Badge.of(set, scores);
    }

    String markdown() {
        return "![" + name() + ": " + scores.text() + "](" + badgeFile() + ")";
    }

    String word() {
        return set.results().head().verdict();
    }

    String problem() {
        return set.results().head().problem();
    }

    String fires() {
        return scores.fires() + "/" + scores.rules();
    }

    String twins() {
        return scores.twins() + "/" + scores.rules();
    }

    String checks() {
        return String.valueOf(set.results().checks().size());
    }

    /** How many checks did not pass, by how they ended. */
    String unmet() {
        List<CheckOutcome> checks = set.results().checks();
        CheckTally all = CheckTally.of(checks, 0);
        return all.failed() + " failed, " + all.errors() + (all.errors() == 1 ? " error" : " errors") + ", "
                + all.known() + " known";
    }

    String unplayed() {
        return String.valueOf(set.results().unplayed().size());
    }

    String blind() {
        return String.valueOf(set.results().checks().stream()
                .filter(check -> check.key().expect().equals(BoardKey.BLIND) && check.passed())
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
        List<RuleFigures.Noise> noise = set.results().rules().stream()
                .flatMap(rule -> rule.noise().stream())
                .toList();
        return noise.isEmpty()
                ? "not measured"
                : String.valueOf(
                        noise.stream().mapToLong(RuleFigures.Noise::alerts).sum());
    }

    String metadata() {
        Optional<MetadataResults> metadata = set.metadata();
        return metadata.map(one -> one.arrival() + ": " + one.silenced().size() + " silenced, "
                        + one.raised().size() + " raised, " + one.inDoubt().size() + " scenarios show nothing")
                .orElse("not measured");
    }

    String cost() {
        return Measure.COST.isIn(set) ? "measured" : "not measured";
    }

    String dropped() {
        return String.valueOf(set.results().dropped());
    }

    String falco() {
        return set.results().head().falco();
    }

    String date() {
        return set.results().head().date().replace('T', ' ').replace("Z", " UTC");
    }

    String machine() {
        return set.results().head().machine();
    }
}
