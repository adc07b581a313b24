// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import io.kguard.internal.message.MarkdownText;
import io.kguard.internal.message.Visible;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The report for a pull request. What files and recordings say can't become markup, a link or a mention. */
final class UpgradeMarkdown {
    private static final Pattern TICKS = Pattern.compile("`{3,}");

    private final UpgradeReport report;
    private final StringBuilder out = new StringBuilder();

    UpgradeMarkdown(UpgradeReport report) {
        this.report = report;
    }

    @Override
    public String toString() {
        out.setLength(0);
        Summary summary = new Summary(report);
        out.append("## ").append(MarkdownText.of(summary.title())).append("\n\n");
        summary.lines().forEach(line -> out.append(MarkdownText.of(line)).append(".\n"));
        Sections.of(report).forEach(this::section);
        patch();
        return out.toString();
    }

    private void section(Section section) {
        out.append("\n### ")
                .append(section.title())
                .append(" (")
                .append(section.entries().size())
                .append(")\n\n");
        out.append(MarkdownText.of(section.explanation())).append("\n\n");
        for (Section.Entry entry : section.entries()) {
            out.append("- ").append(MarkdownText.of(entry.text())).append('\n');
            entry.details().forEach(this::detail);
        }
    }

    /** A list within the list; deeper details stand further right. */
    private void detail(String text) {
        int indent = text.length() - text.stripLeading().length();
        out.append(" ".repeat(2 + indent))
                .append("- ")
                .append(MarkdownText.of(text.strip()))
                .append('\n');
    }

    private void patch() {
        if (report.fix().files().isEmpty()) {
            return;
        }
        StringBuilder patch = new StringBuilder();
        report.fix().files().forEach(file -> patch.append(file.patch()));
        String fence = "`".repeat(Math.max(3, longestRun(patch.toString()) + 1));
        out.append("\n### Patch\n\n").append(fence).append("diff\n");
        patch.toString()
                .lines()
                .forEach(line ->
                        out.append(Visible.of(line.replace("\t", "    "))).append('\n'));
        out.append(fence).append('\n');
    }

    private static int longestRun(String text) {
        Matcher ticks = TICKS.matcher(text);
        int longest = 0;
        while (ticks.find()) {
            longest = Math.max(longest, ticks.end() - ticks.start());
        }
        return longest;
    }
}
