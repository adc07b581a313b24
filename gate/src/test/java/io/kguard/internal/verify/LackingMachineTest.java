// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.report.JsonSchema;
import io.kguard.internal.result.SuiteResult;
import io.kguard.internal.sandbox.SandboxOptions;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.verdict.CheckResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the machine lacks takes nothing else with it: all that can be judged is judged, and the rest stands as not run. */
@Tag("trust")
class LackingMachineTest {
    static final String RULES = """
            - rule: Shadow read
              desc: d
              condition: evt.type = openat and fd.name = /etc/shadow
              output: read
              priority: WARNING
            - rule: Host file read
              desc: d
              condition: evt.type = openat and fd.name = /etc/hosts
              output: read
              priority: WARNING
            """;

    static final String SCENARIO = """
            scenario: written-read
            title: A read that is written
            attack: [T1003.008]
            events:
              processes: [{name: p, path: /usr/bin/cat}]
              actions: [{p: {reads: /etc/shadow}}]
            fires: [Shadow read]
            ---
            scenario: live-read
            title: A read that is played
            attack: [T1003.008]
            pods: [{metadata: {name: web}, spec: {containers: [{name: web, image: base}]}}]
            steps:
              - exec: {pod: web, command: [cat, /etc/hosts], output: localhost}
            fires: [Host file read]
            """;

    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();

    private SuiteResult verify(String rules, String scenarios) throws IOException {
        return new Verification(options(rules, scenarios, withoutRunc()), null, folder.resolve("reports"), lines::add)
                .run();
    }

    private VerifyOptions options(String rules, String scenarios, SimulatorOptions simulator) throws IOException {
        return new VerifyOptions(
                new RuleOptions(
                        List.of(Files.writeString(folder.resolve("rules.yaml"), rules)),
                        FalcoVersion.CURRENT,
                        null,
                        false),
                new ScenarioOptions(files(scenarios), new URLClassLoader(new URL[0], null)),
                new PlayOptions(simulator, 1));
    }

    private List<Path> files(String scenarios) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String text : scenarios.split("---\n")) {
            files.add(Files.writeString(folder.resolve("scenario-" + files.size() + ".yaml"), text));
        }
        return files;
    }

    /** As root the missing runc is the reason, and as another user that root is. */
    private SimulatorOptions withoutRunc() {
        SimulatorOptions plain = SimulatorOptions.configured();
        SandboxOptions sandbox = plain.sandbox().withImageCache(folder.resolve("images"));
        return plain.withSandbox(sandbox.withRunc(folder.resolve("no-runc")));
    }

    @Test
    void writtenChecksAreJudgedAndLiveOnesAreNotRun() throws IOException {
        SuiteResult result = verify(RULES, SCENARIO);

        assertThat(result.checks())
                .extracting(CheckResult::scenario, check -> check.verdict().word())
                .containsExactlyInAnyOrder(tuple("written-read", "passed"), tuple("live-read", "not run"));
        assertThat(result.isGreen()).isFalse();
        assertThat(result.errors()).isZero();
        assertThat(Verification.gate(result)).isPresent();
        assertThat(lines).last().asString().startsWith("2 checks: 1 passed, 0 failed, 0 errors, 1 not run in ");
        assertThat(lines)
                .contains("NOT RUN", "Coverage: 0 of 2 rules are fired by a check and kept silent by another (0 %)")
                .anyMatch(line -> line.contains("no-runc") || line.contains("root"));
        String json = Files.readString(folder.resolve("reports/results.json"));
        assertThat(JsonSchema.ofResults().faults(json)).isEmpty();
        assertThat(json).contains("\"verdict\": \"not run\"", "\"notRun\": 1", "\"error\": 0");
        assertThat(folder.resolve("reports/TEST-kguard.xml"))
                .content()
                .contains("errors=\"1\" skipped=\"1\"", "name=\"every check is run\"");
        assertThat(folder.resolve("reports/checks.sarif")).content().contains("KGUARD_NOT_RUN");
        assertThat(folder.resolve("reports/summary.md")).content().startsWith("## kguard: not run\n");
        assertThat(folder.resolve("reports/report.html")).content().contains("1 was not run");
    }

    /** What failed weighs more: to install something mends no rule. */
    @Test
    void aFailureStaysAFailureBesideWhatIsNotRun() throws IOException {
        SuiteResult result = verify(RULES.replace("/etc/shadow", "/etc/shadov"), SCENARIO);

        assertThat(result.failed()).isEqualTo(1);
        assertThat(result.notRun()).isEqualTo(1);
        assertThat(folder.resolve("reports/results.json")).content().contains("\"verdict\": \"failed\",");
    }

    @Test
    void aMissingImageOfAnOwnScenarioTakesNothingWithIt() throws IOException {
        SuiteResult result = verify(RULES, SCENARIO.replace("image: base", "image: debian-services"));

        assertThat(result.passed()).isEqualTo(1);
        assertThat(result.notRun()).isEqualTo(1);
    }

    /** A script, because of a program kguard has its own copy. */
    @Test
    @RequiresRoot
    void whatIsRemovedWhileTheSuiteRunsMakesTheRestNotRun() throws IOException {
        Path runc = Files.writeString(folder.resolve("runc"), "#!/bin/sh\nexec runc \"$@\"\n");
        Files.setPosixFilePermissions(runc, PosixFilePermissions.fromString("rwxr-xr-x"));
        String other = SCENARIO.substring(SCENARIO.indexOf("scenario: live-read"));
        String all = SCENARIO + "---\n" + other.replace("live-read", "live-read-2") + "---\n"
                + SCENARIO.substring(0, SCENARIO.indexOf("---")).replace("written-read", "written-read-2");
        SimulatorOptions simulator = SimulatorOptions.configured();
        VerifyOptions options =
                options(RULES, all, simulator.withSandbox(simulator.sandbox().withRunc(runc)));

        SuiteResult result = new Suite(options, SuitePlan.of(options)).run(check -> delete(runc));

        assertThat(result.problem()).isEmpty();
        assertThat(result.checks())
                .extracting(CheckResult::scenario, check -> check.verdict().word())
                .contains(
                        tuple("written-read", "passed"),
                        tuple("written-read-2", "passed"),
                        tuple("live-read-2", "not run"));
        assertThat(result.unjudged()).isZero();
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
