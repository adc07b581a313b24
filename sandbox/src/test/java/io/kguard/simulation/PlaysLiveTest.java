// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Selection;
import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresRoot;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioReader;
import io.kguard.verdict.Detections;
import io.kguard.verdict.Judge;
import io.kguard.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Event scripts that real processes play. */
@Tag("runc")
@Tag("trust")
@RequiresRoot
@RequiresShared
class PlaysLiveTest {
    private static Simulator simulator;
    private static RuleSet rules;

    @BeforeAll
    static void open() {
        rules = RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT)
                        .load(List.of(
                                Shared.path("conformance/falco-rules/current/falco_rules.yaml"),
                                Shared.path("conformance/falco-rules/current/falco-incubating_rules.yaml"),
                                Shared.path("conformance/falco-rules/current/falco-sandbox_rules.yaml"))),
                EngineOptions.of(FalcoVersion.CURRENT)
                        .withMatching(Matching.ALL)
                        .withExplanations(true)
                        .with(Selection.enableRule("*")));
        simulator = Simulator.open(SimulatorOptions.configured());
    }

    @AfterAll
    static void close() {
        simulator.close();
    }

    /** What is not as expected, of an attack and its twin. */
    private static List<String> problems(List<Scenario> scenarios) {
        List<String> problems = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            Detections detections = simulator.run(scenario, rules);
            for (Expectation expectation : scenario.expectations()) {
                Verdict verdict = Judge.judge(detections, expectation);
                if (!verdict.equals(new Verdict.Passed())) {
                    problems.add(scenario.id() + ": " + verdict.reason());
                }
            }
        }
        return problems;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "terminal-shell",
                "sensitive-file",
                "chain-of-ancestors",
                "packet-socket",
                "redirected-descriptors",
                "ptrace",
                "new-program",
                "memory-file",
                "privileged",
                "connects",
                "links",
                "capabilities",
                "below-binaries",
                "accepts"
            })
    void whatAScriptSaysHappens(String name) {
        Path file = Path.of("src/test/resources/plays/" + name + ".yaml");

        assertThat(problems(ScenarioReader.read(file))).isEmpty();
    }

    private static List<String> problemsOfFile(String file) {
        return problems(ScenarioReader.read("play.yaml", file));
    }

    private static List<String> problems(String play) {
        return problems(ScenarioReader.read("play.yaml", """
                scenario: a-play
                title: A play
                attack: [T1609]
                fires: [Read sensitive file untrusted]
                plays:
                  containers: [{name: web, image: "nginx:1.25"}]
                """ + play.indent(2)));
    }

    @Test
    void theStartOfAProcessThatRunsFromTheBeginningIsNoAct() {
        assertThat(problems("""
                processes:
                  - {name: cat, path: /usr/bin/cat, args: [/etc/shadow], container: web}
                actions:
                  - cat: {reads: /etc/hostname}
                """)).singleElement().asString().contains("did not fire");
    }

    @Test
    void aCallThatFailsIsAnErrorAndNamesItsLine() {
        assertThat(problems("""
                processes: [{name: cat, path: /usr/bin/cat, container: web}]
                actions:
                  - cat: {reads: /etc/shadow}
                  - cat: {calls: setns, with: {fd: 77}}
                """)).singleElement().asString().contains("line 10: cat: setns: Bad file descriptor");
    }

    @Test
    void aCallThatMustFailAndDoesNotIsAnError() {
        assertThat(problems("""
                processes: [{name: cat, path: /usr/bin/cat, container: web}]
                actions:
                  - cat: {reads: /etc/shadow, returns: EACCES}
                """))
                .singleElement()
                .asString()
                .contains("line 9: cat: openat returned")
                .contains("and should have failed with: Permission denied");
    }

    /** All that a play can do to its pod, in a privileged one that has the node's files. */
    @Test
    void theMachineIsNotTouched() throws IOException {
        Path outside = Files.createTempDirectory("kguard-play");
        Path marked = Files.writeString(outside.resolve("marked"), "as it was");
        String hostname = Files.readString(Path.of("/proc/sys/kernel/hostname"));
        try {
            assertThat(problemsOfFile("""
                    scenario: a-play
                    title: A play
                    attack: [T1609]
                    fires: [Read sensitive file untrusted]
                    plays:
                      containers:
                        - name: web
                          image: nginx:1.25
                          privileged: true
                          host-pid: true
                          host-network: true
                          mounts: [{source: /, destination: /host, propagation: rshared}]
                      processes:
                        - {name: cat, path: /host/usr/bin/played, container: web}
                        - {name: upper, path: /host/usr/bin/copied, upper-layer: true, container: web}
                      actions:
                        - cat: {reads: /etc/shadow}
                        - cat: {creates: "/host%1$s/made"}
                        - cat: {deletes: "/host%1$s/marked"}
                        - cat: {changes-mode: ["/host%1$s", "0777"]}
                        - cat: {mounts: [none, "/host%1$s", tmpfs]}
                        - cat: {signals: [upper, SIGKILL]}
                        - cat: {changes-root: /host}
                        - cat: {creates: "%1$s/made"}
                    """.formatted(outside))).isEmpty();

            assertThat(outside.resolve("made")).doesNotExist();
            assertThat(marked).hasContent("as it was");
            assertThat(Path.of("/usr/bin/played")).doesNotExist();
            assertThat(Path.of("/usr/bin/copied")).doesNotExist();
            assertThat(Files.readString(Path.of("/proc/mounts"))).doesNotContain(outside.toString());
            assertThat(Files.readString(Path.of("/proc/sys/kernel/hostname"))).isEqualTo(hostname);
        } finally {
            Files.delete(marked);
            Files.delete(outside);
        }
    }

    @Test
    void aProcessThatIsKilledBeforeItsTurnIsAnError() {
        assertThat(problems("""
                processes:
                  - {name: cat, path: /usr/bin/cat, container: web}
                  - {name: other, path: /usr/bin/other, container: web}
                actions:
                  - cat: {reads: /etc/shadow}
                  - cat: {signals: [other, SIGKILL]}
                  - other: {reads: /etc/shadow}
                """)).singleElement().asString().contains("the end of the play: not done within 10 s");
    }

    @Test
    void aRuleThatSeesNothingOfThePlayIsNotSilent() {
        assertThat(problemsOfFile("""
                scenario: a-play
                title: A play
                attack: [T1609]
                fires: [Read sensitive file untrusted]
                plays:
                  containers: [{name: web, image: "nginx:1.25"}]
                  processes: [{name: cat, path: /usr/bin/cat, container: web}]
                  actions: [{cat: {reads: /etc/shadow}}]
                twin:
                  scenario: another-play
                  plays:
                    containers: [{name: web, image: "nginx:1.25"}]
                    processes: [{name: cat, path: /usr/bin/cat, container: web}]
                    actions: [{cat: {makes-directory: /tmp/folder}}]
                """))
                .singleElement()
                .asString()
                .contains("another-play")
                .contains("reached");
    }
}
