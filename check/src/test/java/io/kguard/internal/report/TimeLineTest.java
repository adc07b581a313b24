// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.kguard.internal.report.TimeLine.Row;
import io.kguard.verdict.Findings;
import io.kguard.verdict.Findings.Program;
import io.kguard.verdict.Findings.Raised;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimeLineTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void childrenAreIndentedAndAlertsStandAtTheirProcess() {
        Findings findings = new Findings(
                Map.of("Shell", 1L, "Read", 1L),
                List.of(
                        new Raised("Shell", "Notice", 1, 10 * SECOND, "shell", 7),
                        new Raised("Shell", "Notice", 2, 11 * SECOND + SECOND / 2, "shell", 7),
                        new Raised("Read", "Warning", 4, 12 * SECOND, "read", 99)),
                List.of(
                        new Program(7, 1, 10 * SECOND, "sh -c x"),
                        new Program(8, 7, 11 * SECOND, "cat /etc/shadow\nx"),
                        new Program(9, 8, 11 * SECOND + 5_000_000, "nc"),
                        new Program(7, 1, 13 * SECOND, "exec'd")));

        TimeLine line = TimeLine.of(findings);

        assertThat(line.rows())
                .extracting(Row::text, Row::y, Row::from, Row::to, Row::starts, Row::alerts)
                .containsExactly(
                        tuple(" +0.000 s  sh -c x [7]", 10, "2.0", "98.0", List.of("2.0"), List.of()),
                        tuple(" +3.000 s  exec'd [7]", 30, "", "98.0", List.of("98.0"), List.of()),
                        tuple(" +0.000 s    \u25b2 Shell \u00d72", 50, "", "", List.of(), List.of("2.0", "50.0")),
                        tuple(" +1.000 s    cat /etc/shadow x [8]", 70, "34.0", "34.2", List.of("34.0"), List.of()),
                        tuple(" +1.005 s      nc [9]", 90, "34.2", "34.2", List.of("34.2"), List.of()),
                        tuple(" +2.000 s  \u25b2 Read by another process", 110, "", "", List.of(), List.of("66.0")));
        assertThat(line.label()).isEqualTo("Time line of 4 programs and 3 alerts in 3.000 s");
        assertThat(line.more()).isEmpty();
        assertThat(line.charted()).isTrue();
    }

    @Test
    void aMomentHasNoChart() {
        Findings findings = new Findings(Map.of(), List.of(), List.of(new Program(7, 1, 10 * SECOND, "sh")));

        assertThat(TimeLine.of(findings).charted()).isFalse();
        assertThat(TimeLine.of(findings).shown()).isTrue();
    }

    /** Numbers of processes are used again: a program that seems to be its own ancestor must not end in a loop. */
    @Test
    void aLoopOfProcessesEnds() {
        List<Program> loop = List.of(
                new Program(1, 2, 1, "a"),
                new Program(2, 1, 2, "b"),
                new Program(1, 2, 3, "c"),
                new Program(3, 3, 4, "d"));

        assertThat(TimeLine.of(new Findings(Map.of(), List.of(), loop)).rows())
                .extracting(row -> row.text().strip().replaceAll("\\S+ s +", ""))
                .containsExactly("a [1]", "c [1]", "b [2]", "d [3]");
    }

    @Test
    void isBoundedAndSaysSo() {
        List<Program> many = IntStream.range(0, 100)
                .mapToObj(i -> new Program(i + 1, i, i, "p"))
                .toList();

        TimeLine line = TimeLine.of(new Findings(Map.of(), List.of(), many));
        assertThat(line.rows()).hasSize(40);
        assertThat(line.more()).isEqualTo("60");
        assertThat(TimeLine.of(Findings.NONE).shown()).isFalse();
    }
}
