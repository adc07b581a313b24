// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import io.kguard.internal.tool.upgrade.LineDifference.Line;
import java.util.ArrayList;
import java.util.List;

/** The change of a file as a unified patch, for {@code git apply} and {@code patch -p1}. */
final class UnifiedPatch {
    private static final int CONTEXT = 3;

    private final List<Line> lines;

    private UnifiedPatch(List<Line> lines) {
        this.lines = lines;
    }

    /**
     * The patch that makes one text the other.
     *
     * @param name the name of the file
     */
    static String of(String name, String old, String now) {
        StringBuilder patch = new StringBuilder();
        patch.append("--- a/")
                .append(name)
                .append('\n')
                .append("+++ b/")
                .append(name)
                .append('\n');
        new UnifiedPatch(LineDifference.of(old, now)).appendTo(patch);
        return patch.toString();
    }

    private void appendTo(StringBuilder patch) {
        int oldLine = 1;
        int newLine = 1;
        int at = 0;
        for (int[] hunk : hunks()) {
            for (; at < hunk[0]; at++) {
                oldLine++;
                newLine++;
            }
            int oldCount = count('+', hunk);
            int newCount = count('-', hunk);
            patch.append("@@ -").append(range(oldLine, oldCount)).append(" +").append(range(newLine, newCount));
            patch.append(" @@\n");
            for (; at < hunk[1]; at++) {
                append(patch, lines.get(at));
            }
            oldLine += oldCount;
            newLine += newCount;
        }
    }

    private static String range(int line, int count) {
        return (count == 0 ? line - 1 : line) + (count == 1 ? "" : "," + count);
    }

    private static void append(StringBuilder patch, Line line) {
        patch.append(line.sign()).append(line.text());
        if (!line.text().endsWith("\n")) {
            patch.append("\n\\ No newline at end of file\n");
        }
    }

    /** The number of lines of a hunk without those of a sign. */
    private int count(char without, int[] hunk) {
        return (int) lines.subList(hunk[0], hunk[1]).stream()
                .filter(line -> line.sign() != without)
                .count();
    }

    /** The ranges of lines around changes; changes that are near each other share one. */
    private List<int[]> hunks() {
        List<int[]> hunks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).sign() == ' ') {
                continue;
            }
            int from = Math.max(0, i - CONTEXT);
            int to = Math.min(lines.size(), i + 1 + CONTEXT);
            if (!hunks.isEmpty() && hunks.get(hunks.size() - 1)[1] >= from) {
                hunks.get(hunks.size() - 1)[1] = to;
            } else {
                hunks.add(new int[] {from, to});
            }
        }
        return hunks;
    }
}
