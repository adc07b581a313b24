// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.board;

import io.kguard.internal.report.ResultsJson.Word;

/**
 * A cell of a table.
 *
 * @param text what it says
 * @param style how it looks: a mark of the report's matrix, or {@code none}
 * @param link where its evidence is; empty if there is none
 */
record BoardCell(String text, String style, String link) {
    static final String FIRED = "F";
    static final String PLAIN = "s";
    static final String OTHER = "o";
    static final String MISSED = "X";
    static final String UNJUDGED = "E";
    static final String ACCEPTED = "K";
    static final String NOTHING = "none";

    /** What a cell says of checks that were not made. */
    static final String NOT_PLAYED = "not played";

    /** One that says why there is nothing. */
    static BoardCell nothing(String why) {
        return new BoardCell(why, NOTHING, "");
    }

    /** The style of a verdict. */
    static String style(Word verdict) {
        return switch (verdict) {
            case PASSED -> FIRED;
            case FAILED -> MISSED;
            case ERROR, NOT_RUN -> UNJUDGED;
            case KNOWN -> ACCEPTED;
        };
    }
}
