// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.message;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of names with figures, which fits a terminal. If it is too wide, each name has a line of its own, and its figures stand
 * below it.
 */
public final class NamedRows {
    private static final String INDENT = "  ";

    private NamedRows() {}

    /**
     * A row.
     *
     * @param name what it is about
     * @param figures what is said of it, as wide in each row
     * @param more what else is said of it, below its line; may be empty
     */
    public record Row(String name, String figures, List<String> more) {
        public Row {
            more = List.copyOf(more);
        }
    }

    /** The lines of the table. */
    public static List<String> of(List<Row> rows) {
        int names = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
        int figures =
                rows.stream().mapToInt(row -> row.figures().length()).max().orElse(0);
        boolean wide = 2 * INDENT.length() + names + figures > WrappedLine.WIDTH;
        List<String> lines = new ArrayList<>();
        for (Row row : rows) {
            if (wide) {
                lines.addAll(WrappedLine.of(INDENT + row.name()));
                lines.addAll(
                        WrappedLine.of(INDENT + INDENT + row.figures().strip().replaceAll(" {2,}", ", ")));
            } else {
                lines.add(INDENT + row.name() + " ".repeat(names - row.name().length()) + INDENT + row.figures());
            }
            row.more().forEach(line -> lines.addAll(WrappedLine.of(INDENT + INDENT + line)));
        }
        return lines;
    }
}
