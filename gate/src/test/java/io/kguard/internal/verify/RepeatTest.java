// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.file.WholeFile;
import io.kguard.internal.result.Repeated;
import io.kguard.scenario.Expectation;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.EventOrigin;
import io.kguard.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A check that passes only sometimes shows nothing. */
@Tag("trust")
class RepeatTest {
    private static final Verdict PASSED = new Verdict.Passed();
    private static final Verdict FAILED = new Verdict.Failed("it did not fire");
    private static final Verdict ERRORED = new Verdict.Errored("events were lost");

    @TempDir
    Path folder;

    private static CheckResult run(Verdict verdict, long millis) {
        return new CheckResult(
                new CheckResult.Subject("shell", EventOrigin.LIVE),
                Expectation.fires("Shell"),
                "syscall",
                verdict,
                new CheckResult.Counts(millis, 10, 0),
                List.of(),
                CheckResult.Evidence.NONE);
    }

    private static Verdict verdict(Verdict... verdicts) {
        List<CheckResult> runs = new ArrayList<>();
        for (Verdict verdict : verdicts) {
            runs.add(run(verdict, 1));
        }
        return new Repeated(runs).result().verdict();
    }

    @Test
    void aCheckPassesIfAllRunsDo() {
        assertThat(verdict(PASSED, PASSED, PASSED)).isEqualTo(PASSED);
        assertThat(verdict(FAILED, FAILED)).isEqualTo(FAILED);
        assertThat(verdict(FAILED, ERRORED, FAILED)).isEqualTo(ERRORED);
    }

    @Test
    void aCheckThatPassesSometimesIsAnError() {
        assertThat(verdict(PASSED, FAILED, PASSED))
                .isEqualTo(new Verdict.Errored(
                        "The check is flaky: it passed in 2 of 3 runs. In another one:\nit did not fire"));
        assertThat(verdict(ERRORED, PASSED).reason()).startsWith("The check is flaky: it passed in 1 of 2 runs.");
    }

    @Test
    void ratesAndPercentilesAreReported() throws IOException {
        List<CheckResult> runs = new ArrayList<>(IntStream.rangeClosed(1, 100)
                .mapToObj(millis -> run(millis == 7 ? FAILED : PASSED, millis))
                .toList());
        runs.add(run(PASSED, 5).withTest("example.ATest.m"));
        RepeatReport report = new RepeatReport(100, Repeated.group(runs));
        assertThat(report.lines())
                .contains("Each check was made 100 times: 1 of 2 are flaky")
                .contains("  shell: Shell: passed 99 of 100, 50 ms (median), 90 ms (90 %), 99 ms (99 %)");
        WholeFile.write(folder.resolve(RepeatReport.FILE), report.json());
        assertThat(Files.readString(folder.resolve("repeat.json")))
                .contains("{\"runs\": 100, \"flaky\": 1,")
                .contains(
                        "\"passed\": 99, \"runs\": 100, \"millis\": {\"p50\": 50, \"p90\": 90, \"p99\": 99, \"max\": 100}}");
    }
}
