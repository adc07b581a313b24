// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.observed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ObservedReportTest {
    private static final ObservedReport REPORT = new ObservedReport(List.of(
            new Observed("a", List.of("Every pod", "Shell"), List.of(), ""),
            new Observed("b", List.of("Every pod"), List.of("step 1 of 2 ended with 127 (sh: 1: ed: not found)"), ""),
            new Observed("c", List.of("Every pod"), List.of(), ""),
            new Observed("d", List.of(), List.of(), "events were lost")));

    @Test
    void whatWorkedFailedAndIsInDoubtIsToldApart() {
        assertThat(REPORT.lines())
                .containsExactly(
                        "Observed, and not checked, because these attacks don't prove their effect:",
                        "  a: Shell",
                        "  b: no other rule fired; step 1 of 2 ended with 127 (sh: 1: ed: not found)",
                        "  c: no other rule fired",
                        "  d: can't be judged: events were lost",
                        "  In all of them: Every pod",
                        "  4 played: in 2 every step worked, in 1 a step failed, 1 can't be judged; other rules fired in 1");
        assertThat(REPORT.problem()).startsWith("Of 4 attacks that don't prove their effect 1 can't be judged.");
    }

    @Test
    void ofFewAttacksAllRulesAreNamed() {
        assertThat(new ObservedReport(REPORT.observed().subList(0, 2)).lines()).contains("  a: Every pod, Shell");
    }

    @Test
    void aShardHandsInWhatItSaw() {
        assertThat(ObservedReport.read(REPORT.json())).isEqualTo(REPORT);
    }
}
