// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.kguard.capture.EventBuilder;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.report.JsonSchema;
import io.kguard.internal.result.BaselineFile;
import io.kguard.internal.result.SuiteResult;
import io.kguard.scenario.ScenarioException;
import io.kguard.scenario.ScenarioReader;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.Verdict;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A suite of recorded scenarios: audit logs and captures, without a kernel, a container or root. */
class RecordedSuiteTest {
    private static final String RULES = """
            - rule: Exec into a pod
              desc: d
              condition: ka.verb in (create, get) and ka.target.subresource = exec
              output: exec by %ka.user.name
              priority: WARNING
              source: k8s_audit
            - rule: Shadow read
              desc: d
              condition: evt.type = openat and fd.name = /etc/shadow
              output: read
              priority: WARNING
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void record() throws IOException {
        Files.createDirectory(folder.resolve("logs"));
        Files.writeString(folder.resolve("logs/attack.log"), event("get", "") + "\n" + event("create", "exec") + "\n");
        Files.copy(folder.resolve("logs/attack.log"), folder.resolve("logs/look.log"));
        Files.writeString(folder.resolve("logs/usual.log"), event("get", "") + "\n");
        Files.writeString(folder.resolve("logs/damaged.log"), event("create", "exec") + "\n{\"kind\":\n");
        EventBuilder events = new EventBuilder(FalcoVersion.CURRENT);
        events.process("/usr/bin/cat").reads("/etc/shadow");
        events.writeTo(folder.resolve("shadow.scap"));
    }

    private static String event(String verb, String subresource) {
        return "{\"kind\":\"Event\",\"auditID\":\"1\",\"stageTimestamp\":\"2026-11-24T17:35:48Z\",\"verb\":\"" + verb
                + "\",\"user\":{\"username\":\"jane\"},\"objectRef\":{\"resource\":\"pods\",\"namespace\":\"ci\","
                + "\"name\":\"jenkins-0\",\"subresource\":\"" + subresource + "\"}}";
    }

    private SuiteResult verify(String scenario) throws IOException {
        return new Verification(options(scenario), null, folder.resolve("reports"), lines::add).run();
    }

    private VerifyOptions options(String scenario) throws IOException {
        return new VerifyOptions(
                new RuleOptions(
                        List.of(Files.writeString(folder.resolve("rules.yaml"), RULES)),
                        FalcoVersion.CURRENT,
                        null,
                        false),
                new ScenarioOptions(
                        List.of(Files.writeString(folder.resolve("scenario.yaml"), scenario)),
                        new URLClassLoader(new URL[0], null)),
                new PlayOptions(SimulatorOptions.configured(), 2));
    }

    private final List<String> lines = new ArrayList<>();

    @Test
    void aKnownFailureAndRepeatedRunsAreReported() throws IOException {
        String scenario = """
                scenario: recorded-exec
                title: An exec that an API server logged
                attack: [T1609]
                audit: logs/attack.log
                fires: [Exec into a pod]
                twin:
                  scenario: recorded-look
                  title: A look that it logged
                  audit: logs/look.log
                """;
        assertThat(verify(scenario).isGreen()).isFalse();
        Path known = Files.writeString(folder.resolve("known.yaml"), """
                known-failures:
                  - scenario: recorded-look
                    rule: Exec into a pod
                    expect: silent
                    reason: ticket 12
                    expires: 2999-12-31
                """);
        VerifyOptions often = options(scenario).with(BaselineFile.read(known)).repeated(3);
        lines.clear();
        SuiteResult result = new Verification(often, null, folder.resolve("reports"), lines::add).run();
        assertThat(result.isGreen()).as("%s", lines).isTrue();
        assertThat(result.checks()).extracting(check -> check.verdict().word()).containsExactly("passed", "known");
        assertThat(lines)
                .contains("  This failure is known until 2999-12-31: ticket 12")
                .contains("Each check was made 3 times: 0 of 2 are flaky")
                .last()
                .asString()
                .startsWith("2 checks: 1 passed, 0 failed, 0 errors, 1 known failure in ");
        assertThat(folder.resolve("reports/repeat.json")).content().contains("\"passed\": 3, \"runs\": 3");
        assertThat(folder.resolve("reports/TEST-kguard.xml")).content().contains("<skipped", "skipped=\"1\"");
        String json = Files.readString(folder.resolve("reports/results.json"));
        assertThat(JsonSchema.ofResults().faults(json)).isEmpty();
        assertThat(json)
                .contains("\"known\": 1", "\"verdict\": \"known\"")
                .containsPattern("\"repeat\": \\{\"runs\": 3, \"passed\": 3, \"millis\": \\{\"p50\": \\d+,");
        assertThat(folder.resolve("reports/report.html")).content().contains("passed 3 of 3 times, ", ">Repeat</h2>");
        assertThat(folder.resolve("reports/report.html")).content().contains("1 passed, 1 fail as is known");
        assertThat(folder.resolve("reports/checks.sarif")).content().doesNotContain("ruleIndex");
    }

    @Test
    void anAuditLogAndItsTwinAreChecksLikeAnyOther() throws IOException {
        SuiteResult result = verify("""
                scenario: recorded-exec
                title: An exec that an API server logged
                attack: [T1609]
                audit: logs/attack.log
                fires: [Exec into a pod]
                twin:
                  scenario: recorded-look
                  title: A look that it logged
                  audit: logs/usual.log
                """);

        assertThat(result.isGreen()).as("%s", lines).isTrue();
        assertThat(result.checks())
                .extracting(CheckResult::scenario, check -> check.origin().toString(), CheckResult::eventsSeen)
                .containsExactly(tuple("recorded-exec", "audit", 2L), tuple("recorded-look", "audit", 1L));
        assertThat(folder.resolve("reports/results.json"))
                .content()
                .contains("\"scenario\": \"recorded-exec\"", "\"source\": \"k8s_audit\"", "\"origin\": \"audit\"");
        assertThat(lines).anyMatch(line -> line.contains("recorded-look") && line.contains("passed"));
        String json = Files.readString(folder.resolve("reports/results.json"));
        assertThat(JsonSchema.ofResults().faults(json)).isEmpty();
        assertThat(json)
                .contains("\"text\": \"1 of 2 rules have a check\"", "\"unchecked\": [\"Shadow read\"]")
                .contains("\"title\": \"An exec that an API server logged\", \"techniques\": [\"T1609\"]")
                .contains("\"message\": \"exec by jane\"")
                .contains("The rule fired first on event ", " reached the rule; the closest was event ");
    }

    @Test
    void aCaptureIsACheckToo() throws IOException {
        SuiteResult result = verify("""
                scenario: recorded-read
                title: A read that was captured
                attack: [T1003.008]
                capture: shadow.scap
                fires: [Shadow read]
                """);

        assertThat(result.isGreen()).as("%s", lines).isTrue();
        assertThat(result.checks())
                .singleElement()
                .extracting(check -> check.origin().toString())
                .isEqualTo("capture");
    }

    @Test
    void whatDoesNotHoldFailsAndWhatCannotBeTrustedIsAnError() throws IOException {
        SuiteResult silent = verify("""
                scenario: recorded-look
                title: A look
                attack: [T1609]
                audit: logs/usual.log
                fires: [Exec into a pod]
                """);
        assertThat(silent.checks())
                .singleElement()
                .extracting(CheckResult::verdict)
                .isInstanceOf(Verdict.Failed.class);
        SuiteResult damaged = verify("""
                scenario: recorded-exec
                title: An exec
                attack: [T1609]
                audit: logs/damaged.log
                fires: [Exec into a pod]
                """);
        assertThat(damaged.checks())
                .singleElement()
                .extracting(CheckResult::verdict)
                .isInstanceOfSatisfying(
                        Verdict.Errored.class,
                        verdict -> assertThat(verdict.reason()).contains("damaged.log, line 2: not JSON"));
    }

    @Test
    void whatMakesNoSenseIsToldWithItsPlace() {
        assertThatThrownBy(() -> ScenarioReader.read(folder.resolve("x.yaml").toString(), """
                scenario: recorded
                title: t
                attack: [T1609]
                audit: gone.log
                steps: []
                fires: [Exec into a pod]
                twin: {scenario: played, steps: []}
                """))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("x.yaml:4:8: there is no file " + folder.resolve("gone.log"))
                .hasMessageContaining("x.yaml:5:8: a scenario with recorded events has no \"steps\"")
                .hasMessageContaining("the attack is recorded, so the twin must be too");
    }

    /** Neither root nor a sensor is asked for, and nothing but the scenario's own file. */
    @Test
    void derivedScenariosAreJudgedWithoutRootAndCountedApart() throws IOException {
        SuiteResult result = verify("""
                scenario: derived-shadow
                title: A program reads it
                origin: derived
                values: {program: cat, file: /etc/shadow}
                events:
                  processes: [{name: p, path: "/bin/${program}"}]
                  actions: [{p: {reads: "${file}"}}]
                fires: [Shadow read]
                matrix: {program: [head, tail]}
                twins:
                  - {scenario: derived-shadow-hosts, values: {file: /etc/hosts}}
                """);
        assertThat(result.checks())
                .extracting(CheckResult::scenario, CheckResult::isDerived)
                .containsExactly(
                        tuple("derived-shadow", true),
                        tuple("derived-shadow-hosts", true),
                        tuple("derived-shadow-head", true),
                        tuple("derived-shadow-tail", true));
        assertThat(result.isGreen()).isTrue();
        assertThat(String.join("\n", lines))
                .contains("4 checks, 4 of them derived: 4 passed")
                .contains("          1 rule is fired by derived acts alone: no attack shows that it works:")
                .contains("Coverage: 0 of 2 rules are fired by a check and kept silent by another (0 %)")
                .contains("Derived: 1 of 2 rules are fired and kept silent by derived acts (50 %)");
        assertThat(Files.readString(folder.resolve("reports/attack-navigator.json")))
                .contains("\"techniques\": []");
        assertThat(Files.readString(folder.resolve("reports/coverage.json")))
                .contains("\"derivedAlone\": 1", "\"checked\": 0", "\"pinned\": {\"checked\": 1, ");
    }
}
