// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.internal.message.Markdown;
import java.util.Comparator;
import java.util.List;

/** A run as Markdown, for the page of a CI job or a pull request. What files and containers say can't become markup. */
public final class SummaryMarkdown {
    private static final int MAX_SHOWN = 30;
    private static final int MAX_NAMED = 50;
    private static final int MAX_TEXT = 6000;

    private final Markdown out = new Markdown();

    private SummaryMarkdown() {}

    /** The Markdown of a run. */
    public static String of(Run run) {
        return new SummaryMarkdown().text(run);
    }

    private String text(Run run) {
        out.raw("## kguard: " + run.word() + "\n\n" + run.counts() + " in " + run.duration() + ".\n");
        if (!run.rules().isEmpty()) {
            out.raw("**" + run.ratio() + ".**\n");
        }
        if (!run.problem().isEmpty()) {
            out.raw("\n### The suite could not run as a whole\n\n");
            fenced(run.problem());
        }
        if (!run.missed().isEmpty()) {
            out.raw("\n### Thresholds that are missed\n\n");
            fenced(run.missed());
        }
        if (!run.notes().isEmpty()) {
            out.raw("\n### Not part of the run\n\n").items(run.notes(), MAX_NAMED);
        }
        unmet(run.unmet());
        unset(run);
        unchecked(run.unchecked());
        run.tables().forEach(table -> out.raw("\n**" + table.heading() + ".** ").line(table.summary()));
        Environment on = run.environment();
        String made =
                on.kguard() + ", Falco " + on.falco() + ", Java " + on.java() + ", " + on.system() + ", " + on.date();
        return out.raw("\n<sub>kguard " + Markdown.escaped(made) + "</sub>\n").toString();
    }

    private void unmet(List<CheckEntry> checks) {
        if (checks.isEmpty()) {
            return;
        }
        out.raw("\n### Not passed\n");
        checks.stream().limit(MAX_SHOWN).forEach(check -> {
            String place = check.place().map(at -> " (" + at + ")").orElse("");
            out.folded(check.word() + ": " + Markdown.escaped(check.name() + place));
            fenced(check.reason());
            out.unfolded();
        });
        if (checks.size() > MAX_SHOWN) {
            out.raw("\nAnd " + (checks.size() - MAX_SHOWN) + " more; report.html has them all.\n");
        }
    }

    private void unset(Run run) {
        List<OmittedCheck.Group> groups = OmittedCheck.Group.of(run, OmittedCheck.Kind.UNSET);
        if (groups.isEmpty()) {
            return;
        }
        out.folded("Needs your settings: " + run.unset().size());
        groups.stream().limit(MAX_NAMED).forEach(group -> out.item(group.counts() + ": " + group.reason()));
        out.raw("\n");
        fenced(run.overrides());
        out.unfolded();
    }

    private void unchecked(List<RuleEntry> rules) {
        if (rules.isEmpty()) {
            return;
        }
        out.folded("Rules without a check: " + rules.size())
                .items(
                        rules.stream()
                                .sorted(Comparator.comparing(rule -> !rule.unloaded()))
                                .map(rule -> rule.name() + " (" + rule.place()
                                        + (rule.unloaded() ? ", not loaded: " + rule.unevaluated() : "") + ")")
                                .toList(),
                        MAX_NAMED)
                .unfolded();
    }

    private void fenced(String text) {
        out.fenced("text", text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "\n(cut)");
    }
}
