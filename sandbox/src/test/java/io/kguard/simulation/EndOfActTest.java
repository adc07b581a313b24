// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresRoot;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioReader;
import io.kguard.verdict.Detections;
import io.kguard.verdict.Judge;
import io.kguard.verdict.Verdict;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An act is over when it is judged. What could happen later is an error, or is declared as left out. */
@Tag("trust")
@RequiresRoot
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndOfActTest {
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
            - rule: Id ran
              desc: The program id was executed
              condition: evt.type in (execve, execveat) and proc.name = id
              output: Id ran
              priority: NOTICE
            """;

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

    private Detections play(String entrypoint, String steps) {
        return play("", entrypoint, steps);
    }

    private Detections play(String cluster, String entrypoint, String steps) {
        Scenario scenario = ScenarioReader.read("act.yaml", """
                        scenario: act
                        title: An act that may not be over
                        attack: [T1053]
                        %s
                        pods: [{metadata: {name: web}, spec: {containers: [{name: web, image: base, command: %s}]}}]
                        fires: [Id ran]
                        silent: [Shadow opened]
                        steps:
                        %s
                        """.formatted(cluster, entrypoint, steps))
                .get(0);
        return simulator.run(scenario, rules);
    }

    private static Verdict silent(Detections detections) {
        return Judge.judge(detections, Expectation.silent("Shadow opened"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // in its own session, without a descriptor of the step
                "setsid sh -c 'sleep 300; cat /etc/shadow' > /dev/null 2>&1 < /dev/null &",
                // its parent has ended when it is looked for
                "(setsid sh -c 'setsid sleep 30 & exit' > /dev/null 2>&1 < /dev/null &)",
                // waits for a signal, not for the time
                "(sh -c 'trap \"cat /etc/shadow\" USR1; while :; do sleep 5; done' > /dev/null 2>&1 < /dev/null &)",
                // a program with another name, which is deleted
                "cp /bin/sleep /tmp/x; (setsid /tmp/x 30 > /dev/null 2>&1 < /dev/null &); until pgrep x; do :; done; rm /tmp/x",
                // stopped, so that another process can wake it
                "(setsid sh -c 'kill -STOP $$; cat /etc/shadow' > /dev/null 2>&1 < /dev/null &)"
            })
    void whatAStepLeavesRunningIsAnErrorThatNamesIt(String command) {
        Detections detections = play("[sleep, infinity]", """
                  - exec: {pod: web, command: [id]}
                  - exec: {pod: web, command: [bash, -c, "%s"]}
                """.formatted(command.replace("\"", "\\\"")));
        assertThat(silent(detections)).isInstanceOf(Verdict.Errored.class);
        assertThat(Judge.judge(detections, Expectation.fires("Id ran"))).isInstanceOf(Verdict.Errored.class);
        assertThat(detections.doubts())
                .singleElement()
                .asString()
                .contains("the steps left something running that could act after the rules are judged")
                .containsPattern("process \\d+, \".*\", since step 2 \\(act.yaml:\\d+:\\d+\\)")
                .contains("leaves: running");
    }

    @Test
    void whatAStepSaysThatItLeavesIsStoppedAndNotPartOfTheProof() {
        Detections detections = play("[sleep, infinity]", """
                  - exec: {pod: web, command: [id]}
                  - exec: {pod: web, leaves: running, command: [bash, -c, "(setsid sh -c 'sleep 600; cat /etc/shadow' > /dev/null 2>&1 < /dev/null &)"]}
                  - exec: {pod: web, command: [cat, /etc/passwd]}
                """);
        assertThat(detections.doubts()).isEmpty();
        assertThat(silent(detections)).isEqualTo(new Verdict.Passed());
    }

    @Test
    void anotherStepsProcessIsNotCoveredByIt() {
        Detections detections = play("[sleep, infinity]", """
                  - exec: {pod: web, leaves: running, command: [bash, -c, "(setsid sleep 71 > /dev/null 2>&1 < /dev/null &)"]}
                  - exec: {pod: web, command: [bash, -c, "(setsid sleep 72 > /dev/null 2>&1 < /dev/null &)"]}
                """);
        assertThat(detections.doubts())
                .singleElement()
                .asString()
                .contains("sleep 72")
                .doesNotContain("sleep 71");
    }

    @Test
    void whatEndsByItselfAtOnceIsWaitedFor() {
        Detections detections = play("[sleep, infinity]", """
                  - exec: {pod: web, command: [bash, -c, "(setsid sh -c 'sleep 0.1; cat /etc/shadow' > /dev/null 2>&1 < /dev/null &)"]}
                """);
        assertThat(detections.doubts()).isEmpty();
        assertThat(silent(detections)).isInstanceOf(Verdict.Failed.class);
    }

    @Test
    void whatTheContainerStartsItselfIsItsOwn() {
        Detections detections = play("[bash, -c, 'while :; do sleep 0.01; done']", """
                  - exec: {pod: web, command: [id]}
                """);
        assertThat(detections.doubts()).isEmpty();
        assertThat(Judge.judge(detections, Expectation.fires("Id ran"))).isEqualTo(new Verdict.Passed());
    }

    @Test
    void aPodThatAStepCreatesIsLeftRunningToo() {
        String run = "kubectl: {args: [run, other, --image=base, --command, --, sleep, '73']%s}";
        String wait = "kubectl: [wait, --for=condition=Ready, pod/other]";
        Detections detections = play("cluster: {}", "[sleep, infinity]", """
                  - %s
                  - %s
                """.formatted(run.formatted(""), wait));
        assertThat(detections.doubts()).singleElement().asString().contains("\"sleep 73\", since step 1");

        Detections meant =
                play("cluster: {}", "[sleep, infinity]", """
                  - %s
                  - %s
                """.formatted(run.formatted(", leaves: running"), wait));
        assertThat(meant.doubts()).isEmpty();
    }

    @Test
    void anAlertOfTheContainersStartIsNoneOfTheSteps() {
        Detections detections = play("[sleep, infinity]", """
                  - exec: {pod: web, command: [id]}
                """);
        assertThat(detections.doubts()).isEmpty();
        Verdict verdict = Judge.judge(detections, Expectation.fires("Sleep ran"));
        assertThat(verdict).isInstanceOf(Verdict.Failed.class);
        assertThat(verdict.reason())
                .contains("only before the first step")
                .contains("fires: [{rule: \"Sleep ran\", from: start}]");
        assertThat(Judge.judge(detections, Expectation.fires("Sleep ran").fromStart()))
                .isEqualTo(new Verdict.Passed());
        assertThat(Judge.judge(detections, Expectation.silent("Sleep ran"))).isInstanceOf(Verdict.Failed.class);
    }

    @Test
    void theEndIsTheSameManyTimes() {
        for (int i = 0; i < 5; i++) {
            Detections detections = play("[bash, -c, 'echo ready; sleep infinity']", """
                      - exec: {pod: web, command: [bash, -c, "id | cat | cat"]}
                      - exec: {pod: web, command: [bash, -c, "sleep 100 & kill $!"]}
                    """);
            assertThat(detections.doubts()).isEqualTo(List.of());
        }
    }
}
