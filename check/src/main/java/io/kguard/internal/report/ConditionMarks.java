// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.internal.condition.ClauseCoverage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The text of a condition in pieces, with marks on its clauses that say what its checks showed of them. */
final class ConditionMarks {
    /**
     * A piece of the text.
     *
     * @param state how much of it was shown, as a class of the style sheet; empty for text between clauses
     * @param note what was shown, in a character or two
     * @param changes the numbers of changes of it that no check notices; empty if there are none
     */
    record Piece(String text, String state, String note, String changes) {
        Piece(String text, String state, String note) {
            this(text, state, note, "");
        }

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

    /**
     * These pieces with the numbers of changes at the clauses that they change.
     *
     * @param places where each change begins in the text, by its number
     */
    static List<Piece> numbered(List<Piece> pieces, Map<Integer, Integer> places) {
        List<Piece> numbered = new ArrayList<>(pieces);
        places.forEach((number, place) -> {
            int begin = 0;
            for (int i = 0; i < numbered.size(); i++) {
                Piece piece = numbered.get(i);
                begin += piece.text().length();
                if (!piece.plain() && begin > place) {
                    String changes = (piece.changes() + " " + number).strip();
                    numbered.set(i, new Piece(piece.text(), piece.state(), piece.note(), changes));
                    break;
                }
            }
        });
        return numbered;
    }

    /**
     * Where a change begins in the text of a rule's condition: for one in a macro, where the rule uses the macro.
     *
     * @return -1 if that is not known
     */
    static int placeOf(RuleFigures.Survivor change, ClauseCoverage coverage) {
        return change.macro().isEmpty() ? change.offset() : useOf(change.macro(), coverage);
    }

    private static int useOf(String macro, ClauseCoverage clause) {
        if (clause.kind() == ClauseCoverage.Kind.MACRO) {
            return uses(macro, clause) ? clause.span().start() : -1;
        }
        return clause.children().stream()
                .mapToInt(child -> useOf(macro, child))
                .filter(place -> place >= 0)
                .findFirst()
                .orElse(-1);
    }

    private static boolean uses(String macro, ClauseCoverage clause) {
        return clause.kind() == ClauseCoverage.Kind.MACRO && clause.text().equals(macro)
                || clause.children().stream().anyMatch(child -> uses(macro, child));
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
        if (clause.goals() == 0) {
            return "type"; // it only says which events reach the rule
        }
        if (clause.reached() == clause.goals()) {
            return "full";
        }
        return clause.reached() == 0 ? "none" : "partly";
    }

    private static String note(ClauseCoverage clause) {
        if (clause.goals() == 0) {
            return "";
        }
        return switch (clause.kind()) {
            case EVENT_TYPE -> "";
            case ITEM -> clause.decidedTrue() > 0 ? "T" : "–";
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
            case ITEM -> clause.decidedTrue() > 0 ? "" : "no check needs it";
            case CHECK -> undecided(clause);
            case EVENT_TYPE, COMPOUND, MACRO -> "";
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
