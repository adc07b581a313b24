// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.batch.BatchSummary.CaptureOutcome;
import io.kguard.internal.difference.RuleDifference;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sums of what executors found. */
@Tag("trust")
class JudgedTotalTest {
    private static Judged.OfFile file(String name, long alerts, RuleDifference... differences) {
        return new Judged.OfFile(
                new CaptureOutcome(name, 10, alerts, Map.of("Read", alerts), ""),
                alerts,
                List.of(differences),
                List.of(),
                List.of());
    }

    private static List<String> problems(JudgedTotal total) {
        return total.outcomes().stream()
                .filter(outcome -> !outcome.problem().isEmpty())
                .map(outcome -> outcome.capture() + ": " + outcome.problem())
                .toList();
    }

    @Test
    void rowsOfTheTablesAreThoseThatWereCounted() {
        RuleDifference.Sample none = new RuleDifference.Sample(List.of(), 0);
        JudgedTotal total = new JudgedTotal()
                .add(file("a", 2))
                .add(file("b", 3, new RuleDifference("Read", 1, 1, none, none, none)))
                .add(file("c", 0));

        total.requireWritten(Map.of("a", 2L, "b", 3L), Map.of("b", 1L));
        assertThat(problems(total)).isEmpty();

        total.requireWritten(Map.of("a", 3L, "c", 1L, "d", 1L), Map.of());
        assertThat(problems(total))
                .containsExactly(
                        "a: the table of alerts has 3 of its 2 alerts: run the job again",
                        "b: the table of alerts has 0 of its 3 alerts: run the job again; the table of differences has 0 of"
                                + " its 1 rules: run the job again",
                        "c: the table of alerts has 1 of its 0 alerts: run the job again",
                        "d: the tables have rows of it, but it was not judged: run the job again");
    }

    @Test
    void aFileThatIsMissingOrCountedTwiceIsNoPass() {
        JudgedTotal total = new JudgedTotal().add(file("a", 2)).plus(new JudgedTotal().add(file("b", 1)));
        total.plus(new JudgedTotal().add(file("a", 2)));

        total.requireAll(List.of("a", "b", "c"));

        assertThat(problems(total)).containsExactly("a: it was counted twice", "c: Spark did not pass it on");
    }
}
