// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.review;

import io.kguard.internal.message.MarkdownText;
import io.kguard.internal.tool.difference.DifferenceReport;
import io.kguard.internal.tool.mutation.ChangedClauses;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The review as one comment, of at most a screen: of many things the first few, and how many more there are. */
final class ReviewMarkdown {
    private static final int ROWS = 8;
    private static final int LISTED = 4;
    private static final int NAMED = 8;
    private static final int LONGEST = 240;

    private final ReviewReport report;
    private final DifferenceReport difference;
    private final StringBuilder out = new StringBuilder();

    ReviewMarkdown(ReviewReport report) {
        this.report = report;
        this.difference = report.difference();
    }

    @Override
    public String toString() {
        out.setLength(0);
        out.append("## Review against ")
                .append(MarkdownText.of(difference.against()))
                .append("\n\n");
        verdict();
        table();
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
        out.append(
                        lost.isEmpty()
                                ? "No attack is lost."
                                : "**Lost: no rule that should report these attacks does so any more:** " + named(lost)
                                        + '.')
                .append('\n');
        if (!won.isEmpty()) {
            out.append("New: these attacks are reported now: ")
                    .append(named(won))
                    .append(".\n");
        }
        difference.settings().forEach(line -> out.append(MarkdownText.of(line)).append('\n'));
        if (!difference.inDoubt().isEmpty()) {
            out.append("**Not compared:** ")
                    .append(named(difference.inDoubt().stream()
                            .map(DifferenceReport.Doubt::name)
                            .toList()))
                    .append(".\n");
        }
        String played = difference.counts().entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey().word(count.getValue()))
                .collect(Collectors.joining(", "));
        out.append("Compared on ").append(played.isEmpty() ? "nothing" : played);
        out.append(report.only().isEmpty() ? "" : ", only of " + MarkdownText.of(report.only()))
                .append(".\n");
    }

    private static String named(Collection<String> names) {
        return names.stream().limit(NAMED).map(MarkdownText::of).collect(Collectors.joining(", "))
                + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "");
    }

    /** Changed rules, and those whose alerts differ because of others. */
    private void table() {
        Map<String, ChangedClauses.Proof> proofs = new LinkedHashMap<>();
        report.proofs().forEach(proof -> proofs.put(proof.rule(), proof));
        TreeSet<String> rules = new TreeSet<>(difference.changes().keySet());
        rules.addAll(difference.byRule().keySet());
        if (rules.isEmpty()) {
            out.append("\nNo rule changes.\n");
            return;
        }
        out.append(
                "\n| rule | what changed | alerts | checks | small changes noticed |\n| --- | --- | --- | --- | --- |\n");
        rules.stream().limit(ROWS).forEach(rule -> {
            ChangedClauses.Proof proof = proofs.get(rule);
            out.append("| ").append(MarkdownText.of(rule));
            out.append(" | ").append(MarkdownText.of(difference.change(rule)));
            out.append(" | ").append(difference.signs(rule));
            out.append(" | ").append(proof == null ? "" : checks(proof));
            out.append(" | ")
                    .append(proof == null || proof.mutants() == 0 ? "" : proof.noticed() + " of " + proof.mutants());
            out.append(" |\n");
        });
        if (rules.size() > ROWS) {
            out.append("\nAnd ").append(rules.size() - ROWS).append(" more rules.\n");
        }
        difference.replacedAlerts().stream()
                .limit(LISTED)
                .forEach(replaced -> out.append('\n')
                        .append(MarkdownText.of(replaced.sentence()))
                        .append('\n'));
    }

    private static String checks(ChangedClauses.Proof proof) {
        List<String> parts = new ArrayList<>();
        if (!proof.failing().isEmpty()) {
            parts.add(proof.failing().size() + " not passed");
        }
        parts.add(proof.fires() + " fires");
        parts.add(proof.silent() + " silent");
        return String.join(", ", parts);
    }

    private void list(String title, List<String> entries) {
        if (entries.isEmpty()) {
            return;
        }
        out.append("\n**").append(title).append("** (").append(entries.size()).append(")\n");
        entries.stream()
                .limit(LISTED)
                .map(entry -> entry.length() > LONGEST ? entry.substring(0, LONGEST) + "..." : entry)
                .forEach(
                        entry -> out.append("- ").append(MarkdownText.of(entry)).append('\n'));
        if (entries.size() > LISTED) {
            out.append("- and ").append(entries.size() - LISTED).append(" more\n");
        }
    }
}
