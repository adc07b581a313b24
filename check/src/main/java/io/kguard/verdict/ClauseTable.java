// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.internal.condition.Clause;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The clauses of a condition, one per line: the result, the text, and the value in the event. The parts of a compound
 * clause follow it, indented.
 */
final class ClauseTable {
    private static final int MAX_TEXT = 60;
    private static final int MAX_VALUE = 120;
    private static final int MAX_ROWS = 60;
    private static final int MAX_DEPTH = 6;

    private record Row(Clause.Outcome outcome, String text, String value) {}

    private ClauseTable() {}

    /** Appends the table without a newline at its end. */
    static void append(StringBuilder out, List<Clause> clauses) {
        List<Row> rows = new ArrayList<>();
        collect(rows, clauses, 0);
        int width = rows.stream().mapToInt(row -> row.text().length()).max().orElse(0);
        boolean first = true;
        for (Row row : rows.subList(0, Math.min(rows.size(), MAX_ROWS))) {
            out.append(first ? "" : "\n");
            String line = "    " + mark(row.outcome()) + " " + row.text()
                    + " ".repeat(Math.max(0, width - row.text().length())) + "  " + row.value();
            out.append(line.stripTrailing());
            first = false;
        }
        if (rows.size() > MAX_ROWS) {
            out.append("\n    and ").append(rows.size() - MAX_ROWS).append(" more");
        }
    }

    private static void collect(List<Row> rows, List<Clause> clauses, int depth) {
        for (Clause clause : clauses) {
            rows.add(new Row(clause.outcome(), "  ".repeat(depth) + cut(clause.text(), MAX_TEXT), value(clause)));
            if (depth < MAX_DEPTH && clause.outcome() != Clause.Outcome.UNDECIDED) {
                collect(rows, clause.children(), depth + 1);
            }
        }
    }

    private static String value(Clause clause) {
        @Nullable String actual = clause.actual();
        if (actual != null) {
            return cut(actual, MAX_VALUE);
        }
        return clause.children().isEmpty() && clause.outcome() != Clause.Outcome.UNDECIDED ? "(missing)" : "";
    }

    private static String mark(Clause.Outcome outcome) {
        return switch (outcome) {
            case YES -> "[yes]";
            case NO -> "[NO ]";
            case UNDECIDED -> "[ - ]";
        };
    }

    private static String cut(String text, int length) {
        String line = text.replace('\n', ' ');
        return line.length() <= length ? line : line.substring(0, length - 3) + "...";
    }
}
