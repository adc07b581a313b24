// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.diagnostic.Position;
import io.kguard.scenario.Expectation;
import io.kguard.verdict.RuleTestEvent.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleTestLogTest {
    private static final CheckResult FAILED = new CheckResult(
            new CheckResult.Subject("one", "example.ATest.test", EventOrigin.CAPTURE),
            Expectation.silent("A rule"),
            "k8s_audit",
            new Verdict.Failed("It fired.\n  Füße"),
            new CheckResult.Counts(71, 412, 3),
            List.of("a note"),
            new CheckResult.Evidence(
                    Optional.empty(),
                    new Findings(
                            Map.of("Another rule", 3L),
                            List.of(new Findings.Raised("Another rule", "Notice", 7, 8, "Füße", 12)),
                            List.of(new Findings.Program(12, 1, 9, "sh -c id"))),
                    "an explanation",
                    Optional.of(new Position("rules.yaml", 7, 12, 120))));
    private static final RuleTestEvent JUDGED = new RuleTestEvent.Judged("[class:A]/[method:test()]", FAILED);

    @TempDir
    Path folder;

    @Test
    void givesBackWhatWasAppended() throws IOException {
        Path file = folder.resolve("log");
        CheckResult unjudged =
                RuleTestEvent.unjudged("example.ATest.other", "two", EventOrigin.WRITTEN, Expectation.fires("Another"));
        List<RuleTestEvent> events = List.of(
                new RuleTestEvent.Planned("1", unjudged, Set.of("example.ATest.other()", "example.Base.other()")),
                new RuleTestEvent.Started("1"),
                JUDGED,
                new RuleTestEvent.Ended("1", "example.ATest.other", End.ABORTED, "no database"),
                new RuleTestEvent.Finished());
        for (RuleTestEvent event : events) {
            RuleTestLog.append(file, event);
        }

        assertThat(RuleTestLog.read(file)).isEqualTo(events);
    }

    @Test
    void aMissingFileHoldsNothing() throws IOException {
        assertThat(RuleTestLog.read(folder.resolve("nothing"))).isEmpty();
    }

    @Test
    void aDamagedFileIsAnError() throws IOException {
        Path file = folder.resolve("log");
        RuleTestLog.append(file, JUDGED);
        byte[] bytes = Files.readAllBytes(file);
        for (int length = 1; length < bytes.length; length++) {
            Files.write(file, Arrays.copyOf(bytes, length));

            assertThatThrownBy(() -> RuleTestLog.read(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is damaged");
        }
    }
}
