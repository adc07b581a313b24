// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.console.Console;
import io.kguard.internal.report.JsonSchema;
import io.kguard.internal.result.Baseline;
import io.kguard.internal.result.SuiteResult;
import io.kguard.internal.result.Thresholds;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.verdict.CheckResult;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run leaves live checks to another one, or makes them alone. Merged they are one run, and nothing is lost between them. */
@Tag("trust")
class HalvesTest {
    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();

    private VerifyOptions options(Live live) throws IOException {
        return options(live, LackingMachineTest.RULES);
    }

    private VerifyOptions options(Live live, String rules) throws IOException {
        SimulatorOptions simulator = SimulatorOptions.configured();
        List<Path> scenarios = new ArrayList<>();
        for (String text : LackingMachineTest.SCENARIO.split("---\n")) {
            scenarios.add(Files.writeString(folder.resolve("scenario-" + scenarios.size() + ".yaml"), text));
        }
        return new VerifyOptions(
                        new RuleOptions(
                                List.of(Files.writeString(folder.resolve("rules.yaml"), rules)),
                                FalcoVersion.CURRENT,
                                null,
                                false),
                        new ScenarioOptions(scenarios, new URLClassLoader(new URL[0], null)),
                        new PlayOptions(
                                live == Live.OFF
                                        ? simulator.withSandbox(
                                                simulator.sandbox().withRunc(folder.resolve("no-runc")))
                                        : simulator,
                                2))
                .with(live);
    }

    private SuiteResult verify(VerifyOptions options, String to) throws IOException {
        lines.clear();
        return new Verification(options, null, folder.resolve(to), lines::add).run();
    }

    private SuiteResult merge(Thresholds thresholds, String... folders) throws IOException {
        lines.clear();
        List<Path> reports = new ArrayList<>();
        for (String name : folders) {
            reports.add(folder.resolve(name).resolve("results.json"));
        }
        return new Merge(
                        Set.of(),
                        thresholds,
                        Baseline.NONE,
                        ReportOptions.in(folder.resolve("merged")),
                        Console.plain(lines::add))
                .run(reports);
    }

    @Test
    void whoLeavesLiveChecksOutIsToldHowManyAndNeedsNoMachine() throws IOException {
        SuiteResult result = verify(options(Live.OFF), "off");

        assertThat(result.isGreen()).as("%s", lines).isTrue();
        assertThat(lines)
                .contains("Left out by kguard.live=off: 1 check of 1 scenario (results.json lists them)")
                .last()
                .asString()
                .startsWith("1 check: 1 passed, 0 failed, 0 errors in ")
                .endsWith("; 1 live check left out by choice (kguard.live=off)");
        String json = Files.readString(folder.resolve("off/results.json"));
        assertThat(JsonSchema.ofResults().faults(json)).isEmpty();
        assertThat(json).contains("\"otherHalf\": [\n  {\"reason\": \"kguard.live=off\", \"checks\": 1");
        assertThat(folder.resolve("off/summary.md")).content().contains("0 errors, 1 left out by choice in ");
    }

    @Test
    void whatIsLeftOutCountsAsNotCovered() throws IOException {
        SuiteResult result = verify(options(Live.OFF).with(new Thresholds(0, 0, true)), "off");

        assertThat(result.isGreen()).isFalse();
        assertThat(result.missed()).contains("(kguard.failOnUntestedRule): Host file read");
    }

    @Test
    @RequiresRoot
    void bothHalvesAreOneRun() throws IOException {
        verify(options(Live.OFF), "off");
        SuiteResult only = verify(options(Live.ONLY), "only");
        assertThat(only.checks()).extracting(CheckResult::scenario).containsExactly("live-read");
        assertThat(lines).last().asString().endsWith("; 1 other check left out by choice (kguard.live=only)");

        SuiteResult merged = merge(new Thresholds(0, 0, true), "off", "only");
        assertThat(merged.isGreen()).as("%s", lines).isTrue();
        assertThat(merged.checks())
                .extracting(CheckResult::scenario, check -> check.verdict().word())
                .containsExactly(tuple("written-read", "passed"), tuple("live-read", "passed"));
        String json = Files.readString(folder.resolve("merged/results.json"));
        assertThat(JsonSchema.ofResults().faults(json)).isEmpty();
        assertThat(json).contains("\"otherHalf\": []").doesNotContain("\"half\"");
    }

    @Test
    void whatBothLeaveOutIsNotRun() throws IOException {
        verify(options(Live.OFF), "off");
        verify(options(Live.OFF), "again");

        SuiteResult merged = merge(Thresholds.NONE, "off", "again");
        assertThat(merged.checks())
                .extracting(CheckResult::scenario, check -> check.verdict().word())
                .containsExactly(tuple("written-read", "passed"), tuple("live-read", "not run"));
        assertThat(Verification.gate(merged)).isPresent();
    }

    @Test
    void whatDoesNotBelongTogetherIsNotMerged() throws IOException {
        verify(options(Live.OFF), "off");
        verify(options(Live.OFF, LackingMachineTest.RULES.replace("/etc/hosts", "/etc/host")), "rules");
        assertThatThrownBy(() -> merge(Thresholds.NONE, "off", "rules"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rules/results.json is of another rule set than ");

        VerifyOptions other = options(Live.OFF);
        Path scenario = folder.resolve("scenario-1.yaml");
        Files.writeString(scenario, Files.readString(scenario).replace("cat, /etc/hosts", "tac, /etc/hosts"));
        verify(other, "suite");
        assertThatThrownBy(() -> merge(Thresholds.NONE, "off", "suite"))
                .hasMessageContaining("suite/results.json is of another suite: ");

        assertThatThrownBy(() -> merge(Thresholds.NONE, "off")).hasMessageContaining("There is one report to merge");
        Files.writeString(
                folder.resolve("off/results.json"),
                Files.readString(folder.resolve("off/results.json"))
                        .replaceFirst("\"half\": \"....", "\"half\": \"AAAA"));
        assertThatThrownBy(() -> merge(Thresholds.NONE, "rules", "off"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is damaged");
    }

    @Test
    void aWholeRunIsNoHalf() throws IOException {
        Path scenario = folder.resolve("scenario-1.yaml");
        VerifyOptions whole = options(Live.ON);
        Files.delete(scenario);
        verify(whole.withScenarios(List.of(folder.resolve("scenario-0.yaml"))), "whole");
        assertThatThrownBy(() -> merge(Thresholds.NONE, "whole", "whole"))
                .hasMessageContaining("is not of a run with -Dkguard.live=off");
    }
}
