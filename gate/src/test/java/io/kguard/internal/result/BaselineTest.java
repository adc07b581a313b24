// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.internal.verify.ConsoleReport;
import io.kguard.scenario.Expectation;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Failures that are known do not fail a build until they expire. They are never passed, and errors are never excused. */
@Tag("trust")
class BaselineTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 26);
    private static final String TEXT = """
            known-failures:
              - scenario: shell
                rule: Shell
                expect: fires
                reason: ticket 12
                expires: 2026-11-26
              - test: example.ATest.m
                rule: Shell
                expect: silent
                reason: ticket 13
                expires: 2026-12-31
            """;

    @TempDir
    Path folder;

    private Baseline read(String text, LocalDate today) throws IOException {
        return BaselineFile.read(Files.writeString(folder.resolve(BaselineFile.NAME), text), today);
    }

    private static CheckResult check(String scenario, Expectation expectation, Verdict verdict) {
        return CheckResult.withoutSimulation(scenario, expectation, "").withVerdict(verdict);
    }

    private static SuiteResult result(CheckResult... checks) {
        return new SuiteResult(List.of(checks), "", Duration.ZERO);
    }

    private static final Verdict FAILED = new Verdict.Failed("it did not fire");
    private static final CheckResult FAILING = check("shell", Expectation.fires("Shell"), FAILED);
    private static final CheckResult PASSING = check("other", Expectation.fires("Shell"), new Verdict.Passed());

    @Test
    void aKnownFailureFailsNoBuildAndIsNotPassed() throws IOException {
        SuiteResult judged = read(TEXT, TODAY).judge(result(FAILING, PASSING));
        assertThat(judged.checks().get(0).verdict())
                .isEqualTo(new Verdict.Known("it did not fire", "ticket 12", TODAY));
        assertThat(judged.isGreen()).isTrue();
        assertThat(judged.passed()).isEqualTo(1);
        assertThat(judged.failed()).isZero();
        assertThat(ConsoleReport.total(judged, 0))
                .startsWith("2 checks: 1 passed, 0 failed, 0 errors, 1 known failure in");
        assertThat(judged.checks().get(0).verdict().reason())
                .isEqualTo("it did not fire\n  This failure is known until 2026-11-26: ticket 12");
    }

    @Test
    void aBuildInWhichNothingPassedIsNotGreen() throws IOException {
        assertThat(read(TEXT, TODAY).judge(result(FAILING)).isGreen()).isFalse();
    }

    @Test
    void itFailsTheBuildFromTheNextDayOn() throws IOException {
        SuiteResult judged = read(TEXT, TODAY.plusDays(1)).judge(result(FAILING, PASSING));
        assertThat(judged.isGreen()).isFalse();
        assertThat(judged.failed()).isEqualTo(1);
        assertThat(judged.checks().get(0).verdict().reason())
                .contains("it did not fire\n  This was a known failure until 2026-11-26 (")
                .contains("kguard-baseline.yaml:2:5): ticket 12");
    }

    @Test
    void anErrorIsNeverExcused() throws IOException {
        CheckResult errored = check("shell", Expectation.fires("Shell"), new Verdict.Errored("events were lost"));
        SuiteResult judged = read(TEXT, TODAY).judge(result(errored, PASSING));
        assertThat(judged.errors()).isEqualTo(1);
        assertThat(judged.isGreen()).isFalse();
    }

    @Test
    void onlyTheCheckThatItNamesIsExcused() throws IOException {
        Baseline baseline = read(TEXT, TODAY);
        for (CheckResult other : List.of(
                check("shell", Expectation.silent("Shell"), FAILED),
                check("shell", Expectation.fires("Other"), FAILED),
                check("shell-2", Expectation.fires("Shell"), FAILED),
                FAILING.withTest("example.ATest.m"))) {
            assertThat(baseline.judge(other).verdict()).isEqualTo(FAILED);
        }
        CheckResult test = check("any", Expectation.silent("Shell"), FAILED).withTest("example.ATest.m");
        assertThat(baseline.judge(test).verdict()).isInstanceOf(Verdict.Known.class);
    }

    @Test
    void whatPassesAgainOrIsGoneIsStale() throws IOException {
        Baseline baseline = read(TEXT, TODAY);
        SuiteResult passed = result(check("shell", Expectation.fires("Shell"), new Verdict.Passed()));
        assertThat(baseline.stale(passed, false))
                .singleElement()
                .asString()
                .startsWith("STALE shell: \"Shell\" fires passes again. Remove it at ")
                .endsWith("kguard-baseline.yaml:2:5.");
        assertThat(baseline.stale(passed, true))
                .hasSize(2)
                .last()
                .asString()
                .startsWith("STALE example.ATest.m: \"Shell\" silent is no check of this project.");
        assertThat(baseline.stale(baseline.judge(result(FAILING)), false)).isEmpty();
    }

    @Test
    void mistakesHaveTheirPlaces() {
        assertThatThrownBy(() -> read("""
                known-failures:
                  - scenario: shell
                    rule: Shell
                    expect: fire
                    reason: ticket 12
                    expires: soon
                  - rule: Shell
                    expects: fires
                    reason: " "
                    expires: 2026-12-31
                """, TODAY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kguard-baseline.yaml:4:13: \"expect\" is fires, silent or blind")
                .hasMessageContaining("kguard-baseline.yaml:6:14: \"expires\" is no date")
                .hasMessageContaining("has no key \"expects\"")
                .hasMessageContaining("a known failure has a scenario or a test")
                .hasMessageContaining("the reason is empty");
        assertThatThrownBy(() -> read(TEXT + TEXT.substring(TEXT.indexOf("  -")), TODAY))
                .hasMessageContaining("this check is in the baseline already");
        assertThatThrownBy(() -> read("", TODAY)).hasMessageContaining("known-failures");
    }

    @Test
    void theGoalKeepsReasonsAndDaysAndRemovesWhatPasses() throws IOException {
        Path file = Files.writeString(folder.resolve(BaselineFile.NAME), TEXT.replace("2026-11-26", "2999-01-31"));
        CheckResult fresh = check("new: 1", Expectation.silent("A \"rule\""), FAILED);
        int entries = BaselineFile.write(file, result(FAILING, fresh, PASSING), "ticket 14", TODAY);
        assertThat(entries).isEqualTo(2);
        Baseline written = BaselineFile.read(file, TODAY);
        assertThat(written.entries())
                .extracting(Baseline.Entry::reason, Baseline.Entry::expires)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("ticket 12", LocalDate.of(2999, 1, 31)),
                        org.assertj.core.groups.Tuple.tuple("ticket 14", TODAY));
        assertThat(written.judge(fresh).verdict()).isInstanceOf(Verdict.Known.class);

        assertThat(BaselineFile.write(file, result(PASSING), "ticket 14", TODAY))
                .isZero();
        assertThat(BaselineFile.read(file, TODAY).entries()).isEmpty();
        Path none = folder.resolve("none.yaml");
        assertThat(BaselineFile.write(none, result(PASSING), "ticket 14", TODAY))
                .isZero();
        assertThat(none).doesNotExist();
    }
}
