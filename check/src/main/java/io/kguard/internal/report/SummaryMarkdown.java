// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.internal.message.MarkdownText;
import io.kguard.internal.message.Visible;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A run as Markdown, for the page of a CI job or a pull request. What files and containers say can't become markup. */
public final class SummaryMarkdown {
    private static final int MAX_SHOWN = 30;
    private static final int MAX_NAMED = 50;
    private static final int MAX_TEXT = 6000;
    private static final Pattern TICKS = Pattern.compile("`+");

    private final StringBuilder out = new StringBuilder();

    private SummaryMarkdown() {}

    /** The Markdown of a run. */
    public static String of(Run run) {
        return new SummaryMarkdown().text(run);
    }

    private String text(Run run) {
        out.append("## kguard: ").append(run.word()).append("\n\n");
        out.append(run.counts()).append(" in ").append(run.duration()).append(".\n");
        if (!run.rules().isEmpty()) {
            out.append("**").append(run.ratio()).append(".**\n");
        }
        if (!run.problem().isEmpty()) {
            out.append("\n### The suite could not run as a whole\n\n");
            fenced(run.problem());
        }
        if (!run.missed().isEmpty()) {
            out.append("\n### Thresholds that are missed\n\n");
            fenced(run.missed());
        }
        notes(run.notes());
        unmet(run.unmet());
        unset(run);
        unchecked(run.unchecked());
        tables(run.tables());
        Environment on = run.environment();
        out.append("\n<sub>kguard ")
                .append(MarkdownText.of(on.kguard() + ", Falco " + on.falco() + ", Java " + on.java() + ", "
                        + on.system() + ", " + on.date()))
                .append("</sub>\n");
        return out.toString();
    }

    private void unmet(List<CheckEntry> checks) {
        if (checks.isEmpty()) {
            return;
        }
        out.append("\n### Not passed\n");
        for (CheckEntry check : checks.subList(0, Math.min(MAX_SHOWN, checks.size()))) {
            out.append("\n<details><summary>").append(check.word()).append(": ").append(MarkdownText.of(check.name()));
            check.place()
                    .ifPresent(place -> out.append(" (")
                            .append(MarkdownText.of(place.toString()))
                            .append(')'));
            out.append("</summary>\n\n");
            fenced(check.reason());
            out.append("\n</details>\n");
        }
        if (checks.size() > MAX_SHOWN) {
            out.append("\nAnd ").append(checks.size() - MAX_SHOWN).append(" more; report.html has them all.\n");
        }
    }

    private void notes(List<String> notes) {
        if (!notes.isEmpty()) {
            out.append("\n### Not part of the run\n\n");
        }
        notes.stream()
                .limit(MAX_NAMED)
                .forEach(note -> out.append("- ").append(MarkdownText.of(note)).append('\n'));
        if (notes.size() > MAX_NAMED) {
            out.append("- and ").append(notes.size() - MAX_NAMED).append(" more\n");
        }
    }

    private void unset(Run run) {
        List<OmittedGroup> groups = OmittedGroup.of(run, OmittedCheck.Kind.UNSET);
        if (groups.isEmpty()) {
            return;
        }
        out.append("\n<details><summary>Needs your settings: ")
                .append(run.unset().size())
                .append("</summary>\n\n");
        for (OmittedGroup group : groups.subList(0, Math.min(MAX_NAMED, groups.size()))) {
            out.append("- ")
                    .append(MarkdownText.of(group.counts() + ": " + group.reason()))
                    .append('\n');
        }
        out.append('\n');
        fenced(run.overrides());
        out.append("\n</details>\n");
    }

    private void unchecked(List<RuleEntry> rules) {
        if (rules.isEmpty()) {
            return;
        }
        out.append("\n<details><summary>Rules without a check: ")
                .append(rules.size())
                .append("</summary>\n\n");
        rules.stream()
                .sorted(Comparator.comparing(rule -> !rule.unloaded()))
                .limit(MAX_NAMED)
                .forEach(rule -> out.append("- ")
                        .append(MarkdownText.of(rule.name()))
                        .append(" (")
                        .append(MarkdownText.of(rule.place().toString()))
                        .append(rule.unloaded() ? MarkdownText.of(", not loaded: " + rule.unevaluated()) : "")
                        .append(")\n"));
        if (rules.size() > MAX_NAMED) {
            out.append("- and ").append(rules.size() - MAX_NAMED).append(" more\n");
        }
        out.append("\n</details>\n");
    }

    private void tables(List<Table> tables) {
        for (Table table : tables) {
            out.append("\n**").append(table.heading()).append(".** ");
            out.append(MarkdownText.of(table.summary())).append('\n');
        }
    }

    /** A block of text as it is. Its fence is longer than any in the text. */
    private void fenced(String text) {
        String bounded = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "\n(cut)";
        int longest = 2;
        Matcher ticks = TICKS.matcher(bounded);
        while (ticks.find()) {
            longest = Math.max(longest, ticks.end() - ticks.start());
        }
        String fence = "`".repeat(longest + 1);
        out.append(fence).append("text\n");
        bounded.lines()
                .forEach(line ->
                        out.append(Visible.of(line.replace("\t", "    "))).append('\n'));
        out.append(fence).append('\n');
    }
}
