// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.internal.result.SuiteResult;
import io.kguard.internal.verify.ConsoleReport;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioReader;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What the console says while checks are made, and how it looks. */
class ProgressTest {
    private final List<String> lines = new ArrayList<>();
    private final List<String> replaced = new ArrayList<>();
    private long nanos;

    private static CheckResult check(Verdict verdict) {
        return CheckResult.withoutSimulation("shell", Expectation.fires("Shell"), "")
                .withVerdict(verdict);
    }

    private void judge(Progress progress, int seconds, Verdict verdict) {
        nanos += Duration.ofSeconds(seconds).toNanos();
        progress.accept(check(verdict));
    }

    @Test
    void aLogHasALineEveryFewSeconds() {
        Progress progress = new Progress(Console.plain(lines::add), 10, () -> nanos);
        judge(progress, 4, new Verdict.Passed());
        judge(progress, 4, new Verdict.Failed("f"));
        assertThat(lines).isEmpty();
        judge(progress, 4, new Verdict.Passed());
        judge(progress, 4, new Verdict.Passed());
        assertThat(lines).containsExactly("  3 of 10 checks made, 1 did not pass, about 28 s left; the last: shell");
    }

    /** The first check waits for what all need: as if each took so long, there were hours to come. */
    @Test
    void theFirstOfManyDoNotSayHowLongTheRestTakes() {
        Progress progress = new Progress(Console.plain(lines::add), 313, () -> nanos);
        judge(progress, 34, new Verdict.Passed());
        assertThat(lines).containsExactly("  1 of 313 checks made, 0 did not pass; the last: shell");
        for (int i = 1; i < 15; i++) {
            judge(progress, 1, new Verdict.Passed());
        }
        assertThat(lines).last().isEqualTo("  11 of 313 checks made, 0 did not pass; the last: shell");
        judge(progress, 10, new Verdict.Passed());
        assertThat(lines)
                .last()
                .isEqualTo("  16 of 313 checks made, 0 did not pass, about 18 min left; the last: shell");
    }

    @Test
    void hoursAreHours() {
        Progress progress = new Progress(Console.plain(lines::add), 20, () -> nanos);
        judge(progress, 1000, new Verdict.Passed());
        assertThat(lines).containsExactly("  1 of 20 checks made, 0 did not pass, about 5 h left; the last: shell");
    }

    @Test
    void aTerminalHasOneLineThatIsGoneAtTheEnd() {
        Progress progress = new Progress(new Console(lines::add, replaced::add, true, false, false), 2, () -> nanos);
        judge(progress, 3, new Verdict.Errored("e"));
        judge(progress, 3, new Verdict.Passed());
        assertThat(replaced)
                .containsExactly("  1 of 2 checks made, 1 did not pass, about 3 s left; the last: shell", "");
        assertThat(lines).isEmpty();
    }

    @Test
    void scenariosThatArePlayedAreCountedAlsoIfTheyFail() {
        Scenario shell = ScenarioReader.read(
                        "shell.yaml",
                        "{scenario: shell, title: t, attack: [T1059], fires: [Shell], "
                                + " steps: [{exec: {pod: a, command: [id]}}],"
                                + " pods: [{metadata: {name: a}, spec: {containers: [{name: a, image: base}]}}]}")
                .get(0);
        Progress progress = Progress.ofScenarios(Console.plain(lines::add), 4, () -> nanos);
        Function<Scenario, String> play = progress.following(scenario -> {
            nanos += Duration.ofSeconds(11).toNanos();
            if (lines.isEmpty()) {
                throw new IllegalStateException("it broke");
            }
            return "played";
        });
        assertThatThrownBy(() -> play.apply(shell)).hasMessage("it broke");
        assertThat(play.apply(shell)).isEqualTo("played");
        assertThat(lines)
                .containsExactly(
                        "  1 of 4 scenarios played, about 33 s left; the last: shell",
                        "  2 of 4 scenarios played, about 22 s left; the last: shell");
    }

    @Test
    void quietSaysNothing() {
        Progress progress = new Progress(new Console(lines::add, replaced::add, true, true, false), 2, () -> nanos);
        judge(progress, 30, new Verdict.Passed());
        assertThat(lines).isEmpty();
        assertThat(replaced).isEmpty();
    }

    @Test
    void colourIsKguardsAlone() {
        new Console(lines::add, null, true, false, false).line("  shell  Shell  fires  FAILED   12 ms");
        new Console(lines::add, null, true, false, false).line("ERROR \u001b[1mx");
        new Console(lines::add, null, false, false, false).line("ERROR x");
        assertThat(lines)
                .containsExactly(
                        "  shell  Shell  fires  \u001b[31mFAILED\u001b[0m   12 ms",
                        "\u001b[31mERROR \uFFFD[1mx\u001b[0m",
                        "ERROR x");
    }

    @Test
    void theTableFitsATerminal() {
        CheckResult wide = CheckResult.withoutSimulation(
                        "a-scenario-with-a-rather-long-name-of-fifty-characters",
                        Expectation.silent(
                                "A rule whose name has more words than the width of a table of checks permits"),
                        "")
                .withVerdict(new Verdict.Failed("f"));
        SuiteResult result = new SuiteResult(List.of(check(new Verdict.Failed("f")), wide), "", Duration.ZERO);

        List<String> table = ConsoleReport.table(result, false);

        assertThat(table).allMatch(line -> line.length() <= 80);
        assertThat(table)
                .containsExactly(
                        "  check",
                        "    rule                                               expect  verdict      time",
                        "  shell",
                        "    Shell                                              fires   FAILED       0 ms",
                        "  a-scenario-with-a-rather-long-name-of-fifty-characters",
                        "    A rule whose name has more words than the width",
                        "    of a table of checks permits                       silent  FAILED       0 ms");
        assertThat(ConsoleReport.table(
                        new SuiteResult(List.of(check(new Verdict.Failed("f"))), "", Duration.ZERO), false))
                .containsExactly(
                        "  check  rule   expect  verdict      time", "  shell  Shell  fires   FAILED       0 ms");
    }

    @Test
    void theTableShowsWhatDidNotPassOrAll() {
        SuiteResult result = new SuiteResult(
                List.of(
                        check(new Verdict.Passed()),
                        check(new Verdict.Failed("f")).withTest("a.B.c")),
                "",
                Duration.ZERO);
        assertThat(ConsoleReport.table(result, false))
                .hasSize(3)
                .anyMatch(line -> line.contains("a.B.c") && line.contains("FAILED"))
                .contains("  and 1 that passed (kguard.rows=all shows each)");
        assertThat(ConsoleReport.table(result, true))
                .hasSize(3)
                .anyMatch(line -> line.contains("shell") && line.contains("passed"));
        SuiteResult green = new SuiteResult(List.of(check(new Verdict.Passed())), "", Duration.ZERO);
        assertThat(ConsoleReport.table(green, false)).isEmpty();
    }
}
