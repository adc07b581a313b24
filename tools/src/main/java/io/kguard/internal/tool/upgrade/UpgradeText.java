// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import io.kguard.internal.message.Visible;
import io.kguard.internal.message.WrappedLine;
import java.util.ArrayList;
import java.util.List;

/** The report for the console. */
final class UpgradeText {
    /** How many entries of a section are printed; the other reports have all. */
    private static final int ENTRIES = 40;
    /** How many details of an entry are printed. */
    private static final int DETAILS = 40;

    private final UpgradeReport report;
    private final StringBuilder out = new StringBuilder();

    UpgradeText(UpgradeReport report) {
        this.report = report;
    }

    @Override
    public String toString() {
        out.setLength(0);
        line(new Summary(report).title());
        Sections.of(report).forEach(this::section);
        fix();
        line("");
        new Summary(report).lines().forEach(this::line);
        return out.toString();
    }

    private void section(Sections.Section section) {
        line("");
        line(section.title() + " (" + section.entries().size() + "). " + section.explanation());
        some(section.entries(), ENTRIES, "  ").forEach(this::line);
    }

    private static List<String> some(List<Sections.Section.Entry> entries, int most, String indent) {
        List<String> lines = new ArrayList<>();
        for (Sections.Section.Entry entry : entries.subList(0, Math.min(most, entries.size()))) {
            lines.add(indent + entry.text());
            entry.details().stream().limit(DETAILS).forEach(detail -> lines.add(indent + "    " + detail));
            if (entry.details().size() > DETAILS) {
                lines.add(indent + "    and " + (entry.details().size() - DETAILS) + " more lines in upgrade.md");
            }
        }
        if (entries.size() > most) {
            lines.add(indent + "and " + (entries.size() - most) + " more in upgrade.md");
        }
        return lines;
    }

    private void fix() {
        for (FixedFile file : report.fix().files()) {
            line("");
            file.patch().lines().forEach(this::asItIs);
        }
    }

    /** Adds a line of prose. */
    private void line(String text) {
        WrappedLine.of(visible(text)).forEach(line -> out.append(line).append('\n'));
    }

    private void asItIs(String text) {
        out.append(visible(text)).append('\n');
    }

    /** What files and recordings say must not control the terminal. */
    private static String visible(String text) {
        return Visible.of(text.replace("\t", "    "));
    }
}
