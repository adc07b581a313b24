// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresRoot;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioException;
import io.kguard.scenario.ScenarioReader;
import io.kguard.verdict.Detections;
import io.kguard.verdict.Judge;
import io.kguard.verdict.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes hangs on the steps: without them, or if they do nothing, nothing passes. */
@Tag("trust")
@RequiresRoot
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProofOfTheStepsTest {
    private static final String RULES = """
            - rule: Shadow opened
              desc: The password hashes were read
              condition: evt.type in (open, openat, openat2) and fd.name = /etc/shadow
              output: Shadow opened by %proc.name
              priority: WARNING
            - rule: Sleep ran
              desc: The program sleep was executed
              condition: evt.type in (execve, execveat) and proc.name = sleep
              output: Sleep ran
              priority: NOTICE
            - rule: Folder made
              desc: A folder was made
              condition: evt.type in (mkdir, mkdirat) and evt.arg.path contains secret
              output: Folder made
              priority: NOTICE
            """;
    private static final String IDLE = "[sleep, infinity]";
    private static final Expectation SHADOW = Expectation.fires("Shadow opened");

    private Simulator simulator;
    private RuleSet rules;

    @BeforeAll
    void open() {
        simulator = Simulator.open(SimulatorOptions.configured());
        rules = RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).loadText("rules", RULES),
                EngineOptions.of(FalcoVersion.CURRENT).withExplanations(true));
    }

    @AfterAll
    void close() {
        simulator.close();
    }

    private static Scenario scenario(String entrypoint, String rest) {
        return ScenarioReader.read("proof.yaml", """
                        scenario: proof
                        title: Something that may prove nothing
                        attack: [T1053]
                        pods: [{metadata: {name: web}, spec: {containers: [{name: web, image: base, command: %s}]}}]
                        %s
                        """.formatted(entrypoint, rest))
                .get(0);
    }

    private Detections play(String entrypoint, String rest) {
        return simulator.run(scenario(entrypoint, rest), rules);
    }

    private static String steps(String command) {
        return "fires: [Shadow opened]\nsteps: [{exec: {pod: web, command: [bash, -c, \"" + command + "\"]}}]\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // at a time when a step waits
                "[bash, -c, 'until [ -e /tmp/go ]; do :; done; cat /etc/shadow; touch /tmp/done; sleep infinity']",
                // by a child whose creator is not its parent
                "[bash, -c, '(until [ -e /tmp/go ]; do :; done; ({ cat /etc/shadow; touch /tmp/done; } &) ); sleep infinity']",
                // by a thread
                "[bash, -c, 'until [ -e /tmp/go ]; do :; done; kguard-actor in-thread read /etc/shadow; touch /tmp/done; sleep infinity']"
            })
    void whatTheContainersOwnProgramDoesIsNotOfTheSteps(String entrypoint) {
        Detections detections = play(entrypoint, steps("sleep 0; touch /tmp/go; until [ -e /tmp/done ]; do :; done"));
        assertThat(detections.alertsOf("Shadow opened")).isNotEmpty();
        assertThat(Judge.judge(detections, SHADOW)).isNotInstanceOf(Verdict.Passed.class);
        if (detections.doubts().isEmpty()) {
            assertThat(Judge.judge(detections, SHADOW).reason())
                    .contains("on nothing that a step started")
                    .contains("from: containers");
        }
        assertThat(Judge.judge(detections, Expectation.fires("Sleep ran"))).isEqualTo(new Verdict.Passed());
    }

    @Test
    void whatTheKubeletStartsAgainIsNotOfTheSteps() {
        Detections detections =
                simulator.run(ScenarioReader.read("restart.yaml", """
                                scenario: restart
                                title: A container ends, and is started again
                                attack: [T1053]
                                cluster: {}
                                pods:
                                  - metadata: {name: web}
                                    spec:
                                      restartPolicy: Always
                                      volumes: [{name: kept, emptyDir: {}}]
                                      containers:
                                        - name: web
                                          image: base
                                          command: [bash, -c, '[ -e /kept/again ] && cat /etc/shadow; touch /kept/again; sleep 1']
                                          volumeMounts: [{name: kept, mountPath: /kept}]
                                  - metadata: {name: other}
                                    spec: {containers: [{name: other, image: base, command: [sleep, infinity]}]}
                                fires: [Shadow opened]
                                steps:
                                  - exec: {pod: other, command: [sleep, "5"]}
                                """).get(0), rules);
        assertThat(Judge.judge(detections, SHADOW)).isNotInstanceOf(Verdict.Passed.class);
    }

    @Test
    void aPodThatAStepCreatesIsOfTheStep() {
        Detections detections =
                simulator.run(ScenarioReader.read("created.yaml", """
                                scenario: created
                                title: A pod is created that reads the password hashes
                                attack: [T1610]
                                cluster: {}
                                pods:
                                  - metadata: {name: web}
                                    spec: {containers: [{name: web, image: base, command: [sleep, infinity]}]}
                                fires: [Shadow opened]
                                steps:
                                  - kubectl:
                                      args: [run, other, --image=base, --command, --, bash, -c, cat /etc/shadow; sleep infinity]
                                      leaves: running
                                  - kubectl: [wait, --for=condition=Ready, pod/other]
                                """).get(0), rules);
        assertThat(detections.doubts()).isEmpty();
        assertThat(Judge.judge(detections, SHADOW)).isEqualTo(new Verdict.Passed());
    }

    @Test
    void eventsOfTheContainersOwnProgramProveNoSilence() {
        Detections detections = play(
                "[bash, -c, 'while :; do mkdir -p /tmp/x; sleep 0.05; done']",
                "fires: [Sleep ran]\nsilent: [Folder made]\nsteps: [{exec: {pod: web, command: [sleep, \"1\"]}}]\n");
        assertThat(detections.doubts()).isEmpty();
        assertThat(Judge.judge(detections, Expectation.silent("Folder made"))).isInstanceOf(Verdict.Errored.class);
        assertThat(Judge.judge(detections, Expectation.silent("Folder made").fromContainers()))
                .isEqualTo(new Verdict.Passed());
    }

    @Test
    void aStepMayMakeTheContainersProgramActIfTheTwinIsTheControl() {
        String pipe =
                "[bash, -c, 'mkfifo /run/jobs; while :; do read -r job < /run/jobs; $job > /dev/null; touch /run/done; done']";
        String attack =
                "fires: [{rule: Shadow opened, from: containers}]\nsteps: [{exec: {pod: web, command: [bash, -c,"
                        + " \"until [ -p /run/jobs ]; do :; done; echo cat /etc/shadow > /run/jobs; until [ -e /run/done ]; do :; done\"]}}]\n";
        String twin = "twin: {scenario: other, steps: [{exec: {pod: web, command: [id]}}]%s}\n";

        Detections detections = play(pipe, attack + twin.formatted(""));
        assertThat(detections.doubts()).isEmpty();
        assertThat(Judge.judge(detections, SHADOW)).isInstanceOf(Verdict.Failed.class);
        assertThat(Judge.judge(detections, SHADOW.fromContainers())).isEqualTo(new Verdict.Passed());

        assertThatThrownBy(() -> scenario(pipe, attack))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("add a twin with other steps, in which it stays silent");
        assertThatThrownBy(() -> scenario(pipe, attack + twin.formatted(", fires: [Shadow opened]")))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("the twin must keep it silent");
        String pods = ", pods: [{metadata: {name: web}, spec: {containers: [{name: web, image: base}]}}]";
        assertThatThrownBy(() -> scenario(pipe, attack + twin.formatted(pods)))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("the same pods and cluster");
    }

    @Test
    void rulesOfTheStartAloneProveNothingAboutSteps() {
        String start = "[bash, -c, 'cat /etc/shadow; sleep infinity']";
        String fires = "fires: [{rule: Shadow opened, from: start}]\n";
        Detections idle = play(start, fires + "steps: [{exec: {pod: web, command: [\"true\"]}}]\n");
        assertThat(Judge.judge(idle, SHADOW.fromStart())).isInstanceOf(Verdict.Errored.class);
        assertThat(idle.doubts()).singleElement().asString().contains("no check of the scenario counts anything");

        Detections started = play(start, fires + "steps: []\n");
        assertThat(started.doubts()).isEmpty(); // whether the entrypoint has come that far is another matter

        Detections both = play(start, fires + "steps: [{exec: {pod: web, command: [cat, /etc/shadow]}}]\n");
        assertThat(Judge.judge(both, SHADOW.fromStart())).isEqualTo(new Verdict.Passed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file: {pod: web, path: /etc/shadow}",
                "file: {pod: web, path: /etc/shadow, contains: 'root:'}",
                "object: {kind: Pod, name: web, has: {status: {phase: Running}}}",
                "object: {kind: Secret, name: database, has: {kind: Secret}}",
                "unreachable: {pod: web, address: 203.0.113.66, port: 80}"
            })
    void anEffectThatIsThereBeforeTheStepsIsAnError(String effect) {
        Detections detections = simulator.run(
                ScenarioReader.read("there.yaml", """
                                scenario: there
                                title: The effect is there already
                                attack: [T1053]
                                cluster:
                                  objects:
                                    - {apiVersion: v1, kind: Secret, metadata: {name: database}, data: {a: eA==}}
                                    - apiVersion: networking.k8s.io/v1
                                      kind: NetworkPolicy
                                      metadata: {name: closed}
                                      spec: {podSelector: {}, policyTypes: [Egress]}
                                pods:
                                  - metadata: {name: web}
                                    spec: {containers: [{name: web, image: base, command: [sleep, infinity]}]}
                                fires: [Shadow opened]
                                steps: [{exec: {pod: web, command: [cat, /etc/shadow]}}]
                                effects: [%s]
                                """.formatted("{" + effect + "}"))
                        .get(0),
                rules);
        assertThat(Judge.judge(detections, SHADOW)).isInstanceOf(Verdict.Errored.class);
        assertThat(detections.doubts()).singleElement().asString().contains("already before the first step");
    }

    @Test
    void aPodStaysOnlyIfNothingDeletesIt() {
        String file = """
                scenario: stays
                title: A pod may stay
                attack: [T1053]
                cluster: {}
                pods:
                  - metadata: {name: web}
                    spec: {containers: [{name: web, image: base, command: [sleep, infinity]}]}
                fires: [Shadow opened]
                steps: [{exec: {pod: web, command: [cat, /etc/shadow]}}%s]
                effects: [{stays: {pod: web}}]
                """;
        Scenario kept = ScenarioReader.read("stays.yaml", file.formatted("")).get(0);
        assertThat(Judge.judge(simulator.run(kept, rules), SHADOW)).isEqualTo(new Verdict.Passed());
        Scenario deleted = ScenarioReader.read("stays.yaml", file.formatted(", {kubectl: [delete, pod, web, --now]}"))
                .get(0);
        assertThat(simulator.run(deleted, rules).doubts()).anyMatch(doubt -> doubt.contains("pod web stays"));
    }

    @Test
    void anAttackMayChangeWhatIsThere() {
        Detections detections = play(IDLE, """
                fires: [Shadow opened]
                steps: [{exec: {pod: web, command: [bash, -c, "echo eve >> /etc/shadow"]}}]
                effects: [{file: {pod: web, path: /etc/shadow, contains: eve}}]
                """);
        assertThat(detections.doubts()).isEmpty();
        assertThat(Judge.judge(detections, SHADOW)).isEqualTo(new Verdict.Passed());
    }

    @Test
    void blindnessNeedsAnEffectAndNamesItsRules() {
        String steps = "steps: [{exec: {pod: web, command: [id]}}]\n";
        assertThatThrownBy(() -> scenario(IDLE, steps + "expect: {blind: [Shadow opened]}\n"))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("a blind spot needs an effect that proves what was done");
        assertThatThrownBy(() -> scenario(IDLE, steps + "silent: [Shadow opened]\nexpect: blind\n"))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("does not say which rules it excuses");
    }
}
