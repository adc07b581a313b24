// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.kguard.internal.report.TimeLine.Row;
import io.kguard.reaction.ReactionResult;
import io.kguard.reaction.ReactionResult.Outcome;
import io.kguard.reaction.TimedReaction;
import io.kguard.verdict.Chain;
import io.kguard.verdict.Findings;
import io.kguard.verdict.Findings.Program;
import io.kguard.verdict.Findings.Raised;
import io.kguard.verdict.StoppedProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChainLineTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long EVENT = 11 * SECOND;
    private static final StoppedProcess KILLED = new StoppedProcess("Shell", EVENT, Duration.ofSeconds(3), true);

    private static TimedReaction reaction(Outcome outcome, long begun, long ended) {
        return new TimedReaction(
                new ReactionResult("Answer", "Delete", "kubernetes:terminate", "Shell", "pod ci/a", outcome, "why"),
                EVENT,
                begun,
                ended);
    }

    private static ChainLine line(List<TimedReaction> reactions, List<StoppedProcess> stopped) {
        return ChainLine.of(new Findings(
                Map.of("Shell", 1L),
                List.of(new Raised("Shell", "Notice", 1, EVENT, "shell", 7)),
                List.of(
                        new Program(7, 1, 10 * SECOND, "sh"),
                        new Program(8, 7, EVENT, "cat"), // no part of it
                        new Program(7, 1, 13 * SECOND, "later")),
                new Chain(List.of(), reactions, stopped, List.of()),
                List.of()));
    }

    @Test
    void fromTheProgramToItsEnd() {
        ChainLine chain = line(
                List.of(
                        reaction(Outcome.LEFT_ALONE, 12 * SECOND, 12 * SECOND),
                        reaction(Outcome.DONE, 12 * SECOND + SECOND / 2, 15 * SECOND)),
                List.of(KILLED));

        assertThat(chain.contained()).isEqualTo("Contained 3.000 s after the event.");
        assertThat(chain.line().rows())
                .extracting(Row::text, Row::from, Row::to, Row::starts, Row::alerts, Row::ends)
                .containsExactly(
                        tuple(" +0.000 s  sh [7]", "2.0", "78.8", List.of("2.0"), List.of(), List.of()),
                        tuple(" +1.000 s  \u25b2 Shell", "", "21.2", List.of(), List.of("21.2"), List.of()),
                        tuple(
                                " +2.000 s  \u25cf kubernetes:terminate on pod ci/a: not done",
                                "",
                                "40.4",
                                List.of("40.4"),
                                List.of(),
                                List.of()),
                        tuple(
                                " +2.500 s  \u25cf kubernetes:terminate on pod ci/a: done",
                                "50.0",
                                "98.0",
                                List.of("50.0"),
                                List.of(),
                                List.of()),
                        tuple(
                                " +4.000 s  \u25a0 killed, with all that it started: the process of Shell",
                                "",
                                "78.8",
                                List.of(),
                                List.of(),
                                List.of("78.8")));
    }

    /** Nothing may look contained that is not. */
    @Test
    void whatWasNotContainedIsNotCalledSo() {
        assertThat(line(List.of(reaction(Outcome.DONE, 12 * SECOND, 14 * SECOND)), List.of())
                        .contained())
                .isEqualTo("The last action was done 3.000 s after the event. No signal ended the process.");
        assertThat(line(List.of(reaction(Outcome.FAILED, 12 * SECOND, 14 * SECOND)), List.of())
                        .contained())
                .isEqualTo("No action was done.");
        assertThat(line(List.of(), List.of(KILLED)).shown()).isFalse();
    }
}
