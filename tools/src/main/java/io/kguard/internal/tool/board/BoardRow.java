// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.board;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A row of a table.
 *
 * @param heads what it is about
 * @param note more about it; empty if there is none
 * @param cells what the sets say of it
 * @param words what it can be chosen by, with spaces between them
 */
record BoardRow(List<String> heads, String note, List<BoardCell> cells, String words) {
    /** What styles mean in the choice of rows. */
    private static final Map<String, String> WORDS = Map.of(
            BoardCell.MISSED, "failed",
            BoardCell.UNJUDGED, "error",
            BoardCell.ACCEPTED, "known",
            BoardCell.NOTHING, "unplayed",
            BoardCell.FIRED, "passed");

    BoardRow {
        heads = List.copyOf(heads);
        cells = List.copyOf(cells);
    }

    /**
     * A row.
     *
     * @param differs whether the sets differ
     */
    static BoardRow of(List<String> heads, String note, List<BoardCell> cells, boolean differs) {
        TreeSet<String> words = new TreeSet<>();
        for (BoardCell cell : cells) {
            words.add(WORDS.getOrDefault(cell.style(), "passed"));
            if (cell.text().contains(BoardCell.NOT_PLAYED)) {
                words.add("unplayed");
            }
        }
        if (differs) {
            words.add("differs");
        }
        return new BoardRow(heads, note, cells, String.join(" ", words));
    }

    /** A row with one cell for each set. */
    static BoardRow of(List<String> heads, String note, List<BoardCell> cells) {
        return of(
                heads,
                note,
                cells,
                cells.stream().map(BoardCell::text).distinct().count() > 1);
    }

    String first() {
        return heads.get(0);
    }

    List<String> rest() {
        return heads.subList(1, heads.size());
    }
}
