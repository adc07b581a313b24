// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.simulation.Findings;
import io.kguard.simulation.Findings.Program;
import io.kguard.simulation.Findings.Raised;
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
                        new Raised("Read", "Warning", 4, 12 * SECOND, "read", 99)),
                List.of(
                        new Program(7, 1, 10 * SECOND, "sh -c x"),
                        new Program(8, 7, 11 * SECOND, "cat /etc/shadow\nx"),
                        new Program(9, 8, 11 * SECOND + 5_000_000, "nc"),
                        new Program(7, 1, 13 * SECOND, "exec'd")));

        assertThat(TimeLine.of(findings).lines())
                .containsExactly(
                        " +0.000 s  sh -c x [7]",
                        " +0.000 s    \u25b2 Shell",
                        " +1.000 s    cat /etc/shadow x [8]",
                        " +1.005 s      nc [9]",
                        " +2.000 s    \u25b2 Read by another process",
                        " +3.000 s  exec'd [7]");
    }

    @Test
    void isBoundedAndSaysSo() {
        List<Program> many = IntStream.range(0, 100)
                .mapToObj(i -> new Program(i + 1, i, i, "p"))
                .toList();

        assertThat(TimeLine.of(new Findings(Map.of(), List.of(), many)).lines())
                .hasSize(41)
                .last()
                .isEqualTo("and 60 more");
        assertThat(TimeLine.of(Findings.NONE)).isEmpty();
    }
}
