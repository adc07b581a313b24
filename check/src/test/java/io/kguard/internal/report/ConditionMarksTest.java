// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.kguard.internal.condition.ClauseCoverage;
import io.kguard.internal.condition.ClauseCoverage.Kind;
import io.kguard.internal.condition.syntax.Span;
import io.kguard.internal.report.ConditionMarks.Missing;
import io.kguard.internal.report.ConditionMarks.Piece;
import io.kguard.internal.report.RuleFigures.Survivor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConditionMarksTest {
    private static final String TEXT = "open_read and not proc.name in (a, b) and x = 1 ";

    private static final ClauseCoverage COVERAGE = clause(
            Kind.COMPOUND,
            TEXT,
            0,
            0,
            clause(
                    Kind.MACRO,
                    "open_read",
                    0,
                    0,
                    clause(Kind.MACRO, "opened", 0, 0, clause(Kind.EVENT_TYPE, "evt.type = open", 3, 0))),
            clause(Kind.CHECK, "proc.name in (a, b)", 1, 1, clause(Kind.ITEM, "a", 1, 0), clause(Kind.ITEM, "b", 0, 0)),
            clause(Kind.CHECK, "x = 1", 0, 0));

    private static ClauseCoverage clause(Kind kind, String text, long yes, long no, ClauseCoverage... children) {
        int start = Math.max(0, TEXT.indexOf(text));
        Span span = new Span(start, start + text.length(), 1, start + 1);
        return new ClauseCoverage(text, span, kind, yes, no, List.of(children));
    }

    @Test
    void eachClauseHasItsMark() {
        List<Piece> pieces = ConditionMarks.pieces(TEXT, COVERAGE);

        assertThat(pieces)
                .extracting(Piece::text, Piece::state, Piece::note)
                .containsExactly(
                        tuple("open_read", "type", ""),
                        tuple(" and not ", "", ""),
                        tuple("proc.name in (a, b)", "partly", "TF 3/4"),
                        tuple(" and ", "", ""),
                        tuple("x = 1", "none", "\u2013"),
                        tuple(" ", "", ""));
        assertThat(pieces.stream().map(Piece::text).collect(Collectors.joining()))
                .isEqualTo(TEXT);
    }

    @Test
    void changesStandAtTheClausesThatTheyChange() {
        Map<Integer, Integer> places = new LinkedHashMap<>();
        places.put(1, ConditionMarks.placeOf(change("opened", 2), COVERAGE));
        places.put(2, ConditionMarks.placeOf(change("", TEXT.indexOf("not proc")), COVERAGE));
        places.put(3, ConditionMarks.placeOf(change("", TEXT.indexOf("b)")), COVERAGE));
        places.put(4, ConditionMarks.placeOf(change("open_read", 7), COVERAGE));

        assertThat(ConditionMarks.placeOf(change("another", 2), COVERAGE)).isEqualTo(-1);
        assertThat(ConditionMarks.numbered(ConditionMarks.pieces(TEXT, COVERAGE), places))
                .extracting(Piece::text, Piece::changes)
                .containsExactly(
                        tuple("open_read", "1 4"),
                        tuple(" and not ", ""),
                        tuple("proc.name in (a, b)", "2 3"),
                        tuple(" and ", ""),
                        tuple("x = 1", ""),
                        tuple(" ", ""));
    }

    private static Survivor change(String macro, int offset) {
        return new Survivor("a change", "part", "advice", macro, offset, new SourcePlace("r.yaml", 1, 1));
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThat(ConditionMarks.missing(COVERAGE))
                .containsExactly(new Missing("b", "no check needs it"), new Missing("x = 1", "never decided"));
    }
}
