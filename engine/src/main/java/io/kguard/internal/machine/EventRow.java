// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.internal.file.ResourceTable;
import java.util.ArrayList;
import java.util.List;

/**
 * What the machine does with the events of a type: a row of {@code events.tsv}.
 *
 * @param parser the name of its parser; {@code -} if none
 */
record EventRow(int code, String name, String parser, List<String> traits) {
    static final List<EventRow> ALL = read();

    private static List<EventRow> read() {
        List<EventRow> rows = new ArrayList<>();
        for (String[] row : ResourceTable.rows(EventRow.class, "events.tsv", 4)) {
            List<String> traits = row.length > 3 ? List.of(row[3].split(" ", -1)) : List.of();
            rows.add(new EventRow(Integer.parseInt(row[0]), row[1], row[2], traits));
        }
        return List.copyOf(rows);
    }

    boolean hasParser() {
        return !parser.equals("-");
    }
}
