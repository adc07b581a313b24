// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import io.kguard.internal.message.Markdown;
import java.util.stream.Collectors;

/** The report for a pull request. */
final class UpgradeMarkdown {
    private final Markdown out = new Markdown();

    private UpgradeMarkdown() {}

    static String of(UpgradeReport report) {
        return new UpgradeMarkdown().text(report);
    }

    private String text(UpgradeReport report) {
        Summary summary = new Summary(report);
        out.raw("## ").line(summary.title()).raw("\n");
        summary.lines().forEach(line -> out.raw(Markdown.escaped(line) + ".\n"));
        Sections.of(report).forEach(this::section);
        if (!report.fix().files().isEmpty()) {
            String patch = report.fix().files().stream().map(FixedFile::patch).collect(Collectors.joining());
            out.raw("\n### Patch\n\n").fenced("diff", patch);
        }
        return out.toString();
    }

    private void section(Sections.Section section) {
        out.raw("\n### " + section.title() + " (" + section.entries().size() + ")\n\n")
                .line(section.explanation())
                .raw("\n");
        for (Sections.Section.Entry entry : section.entries()) {
            out.item(entry.text());
            entry.details().forEach(this::detail);
        }
    }

    /** A list within the list; deeper details stand further right. */
    private void detail(String text) {
        int indent = text.length() - text.stripLeading().length();
        out.raw(" ".repeat(2 + indent)).item(text.strip());
    }
}
