// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.internal.condition.ClauseCoverage;
import java.util.ArrayList;
import java.util.List;

/** The text of a condition in pieces, with marks on its clauses that say what its checks showed of them. */
final class ConditionMarks {
    /**
     * A piece of the text.
     *
     * @param state how much of it was shown, as a class of the style sheet; empty for text between clauses
     * @param note what was shown, in a character or two
     */
    record Piece(String text, String state, String note) {
        boolean plain() {
            return state.isEmpty();
        }
    }

    /** A clause, or an item of a list, of which something is not shown. */
    record Missing(String text, String note) {}

    private final String text;
    private final List<Piece> pieces = new ArrayList<>();
    private int at;

    private ConditionMarks(String text) {
        this.text = text;
    }

    /** The pieces of a condition. Together they are its text. */
    static List<Piece> pieces(String text, ClauseCoverage coverage) {
        ConditionMarks marks = new ConditionMarks(text);
        marks.mark(coverage);
        marks.plainUntil(text.length());
        return marks.pieces;
    }

    private void mark(ClauseCoverage clause) {
        if (clause.kind() == ClauseCoverage.Kind.COMPOUND) {
            clause.children().forEach(this::mark);
            return;
        }
        int start = Math.max(at, clause.span().start());
        int end = Math.min(text.length(), clause.span().end());
        if (start < end) {
            plainUntil(start);
            pieces.add(new Piece(text.substring(start, end), state(clause), note(clause)));
            at = end;
        }
    }

    private void plainUntil(int end) {
        if (at < end) {
            pieces.add(new Piece(text.substring(at, end), "", ""));
            at = end;
        }
    }

    private static String state(ClauseCoverage clause) {
        if (clause.reached() == clause.goals()) {
            return "full";
        }
        return clause.reached() == 0 ? "none" : "partly";
    }

    private static String note(ClauseCoverage clause) {
        return switch (clause.kind()) {
            case EVENT_TYPE, ITEM -> clause.seenTrue() > 0 ? "T" : "–";
            case MACRO, COMPOUND -> clause.reached() + "/" + clause.goals();
            case CHECK ->
                clause.children().isEmpty()
                        ? decided(clause)
                        : decided(clause) + " " + clause.reached() + "/" + clause.goals();
        };
    }

    private static String decided(ClauseCoverage clause) {
        String both = (clause.decidedTrue() > 0 ? "T" : "") + (clause.decidedFalse() > 0 ? "F" : "");
        return both.isEmpty() ? "–" : both;
    }

    /** The clauses and items, in macros too, of which something is not shown. */
    static List<Missing> missing(ClauseCoverage coverage) {
        List<Missing> missing = new ArrayList<>();
        collect(missing, coverage);
        return missing;
    }

    private static void collect(List<Missing> missing, ClauseCoverage clause) {
        String what = switch (clause.kind()) {
            case ITEM, EVENT_TYPE -> clause.seenTrue() > 0 ? "" : "never seen";
            case CHECK -> undecided(clause);
            case COMPOUND, MACRO -> "";
        };
        if (!what.isEmpty()) {
            missing.add(new Missing(clause.text(), what));
        }
        clause.children().forEach(child -> collect(missing, child));
    }

    private static String undecided(ClauseCoverage clause) {
        if (clause.decidedTrue() > 0) {
            return clause.decidedFalse() > 0 ? "" : "never decided by being false";
        }
        return clause.decidedFalse() > 0 ? "never decided by being true" : "never decided";
    }
}
