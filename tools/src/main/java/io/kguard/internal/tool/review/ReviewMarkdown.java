// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.review;

import io.kguard.internal.message.Markdown;
import io.kguard.internal.tool.difference.DifferenceReport;
import io.kguard.internal.tool.mutation.ChangedClauses;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The review as one comment, of at most a screen: of many things the first few, and how many more there are. */
final class ReviewMarkdown {
    private static final int COLUMNS = 5;
    private static final int ROWS = 8;
    private static final int LISTED = 4;
    private static final int NAMED = 8;
    private static final int LONGEST = 240;

    private final ReviewReport report;
    private final DifferenceReport difference;
    private final Markdown out = new Markdown();

    private ReviewMarkdown(ReviewReport report) {
        this.report = report;
        this.difference = report.difference();
    }

    static String of(ReviewReport report) {
        return new ReviewMarkdown(report).text();
    }

    private String text() {
        out.raw("## Review against ").line(difference.against()).raw("\n");
        verdict();
        table();
        list("What the changed conditions do", difference.sentences());
        list(
                difference.noLongerReported().isEmpty() ? "Checks that do not pass" : "Further checks that do not pass",
                report.failing());
        list("Small changes of the changed clauses that no check notices", report.surviving());
        list("Not checked", report.untested());
        list("New findings of lint", report.findings());
        return out.toString();
    }

    private void verdict() {
        List<String> lost = difference.noLongerReported();
        List<String> won = difference.newlyReported();
        out.raw(
                lost.isEmpty()
                        ? "No attack is lost.\n"
                        : "**Lost: no rule that should report these attacks does so any more:** " + named(lost)
                                + ".\n");
        if (!won.isEmpty()) {
            out.raw("New: these attacks are reported now: " + named(won) + ".\n");
        }
        out.lines(difference.settings());
        List<String> doubts =
                difference.inDoubt().stream().map(DifferenceReport.Doubt::name).toList();
        if (!doubts.isEmpty()) {
            out.raw("**Not compared:** " + named(doubts) + ".\n");
        }
        String played = difference.comparedOn();
        out.raw("Compared on " + (played.isEmpty() ? "nothing" : played)
                + (report.only().isEmpty() ? "" : ", only of " + Markdown.escaped(report.only())) + ".\n");
    }

    private static String named(List<String> names) {
        return Markdown.named(names, NAMED);
    }

    /** Changed rules, and those whose alerts differ because of others. */
    private void table() {
        Map<String, ChangedClauses.Proof> proofs = new LinkedHashMap<>();
        report.proofs().forEach(proof -> proofs.put(proof.rule(), proof));
        TreeSet<String> rules = new TreeSet<>(difference.changes().keySet());
        rules.addAll(difference.byRule().keySet());
        if (rules.isEmpty()) {
            out.raw("\nNo rule changes.\n");
            return;
        }
        out.raw("\n")
                .row(List.of("rule", "what changed", "alerts", "checks", "small changes noticed"))
                .row(Collections.nCopies(COLUMNS, "---"));
        rules.stream().limit(ROWS).forEach(rule -> {
            ChangedClauses.Proof proof = proofs.get(rule);
            out.row(List.of(
                    Markdown.escaped(rule),
                    Markdown.escaped(difference.change(rule)),
                    difference.signs(rule),
                    proof == null ? "" : checks(proof),
                    proof == null || proof.mutants() == 0 ? "" : proof.noticed() + " of " + proof.mutants()));
        });
        if (rules.size() > ROWS) {
            out.raw("\nAnd " + (rules.size() - ROWS) + " more rules.\n");
        }
        difference.replacedAlerts().stream()
                .limit(LISTED)
                .forEach(replaced -> out.raw("\n").line(replaced.sentence()));
    }

    private static String checks(ChangedClauses.Proof proof) {
        String failing = proof.failing().isEmpty() ? "" : proof.failing().size() + " not passed, ";
        return failing + proof.fires() + " fires, " + proof.silent() + " silent";
    }

    private void list(String title, List<String> entries) {
        if (!entries.isEmpty()) {
            out.raw("\n**" + title + "** (" + entries.size() + ")\n")
                    .items(
                            entries.stream()
                                    .map(entry ->
                                            entry.length() > LONGEST ? entry.substring(0, LONGEST) + "..." : entry)
                                    .toList(),
                            LISTED);
        }
    }
}
