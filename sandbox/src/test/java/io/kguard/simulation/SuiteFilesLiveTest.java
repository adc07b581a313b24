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
import io.kguard.verdict.Judge;
import io.kguard.verdict.Verdict;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Suite files whose expectations are not met, or whose act did not take place, must not pass. */
@Tag("runc")
@Tag("trust")
@RequiresRoot
@RequiresShared
class SuiteFilesLiveTest {
    private static final String SYMLINK = """
            tests:
              - name: link
                rule: "Create Symlink Over Sensitive Files"
                runner: HostRunner
                steps: [%s]
                expectedOutcome: {source: syscall, priority: %s, outputFields: {%s}}
            """;
    private static final String STEP =
            "{type: syscall, name: sl, syscall: symlink, args: {target: /etc/shadow, linkPath: /tmp/l}}";

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

    private static Verdict judge(Scenario scenario) {
        Expectation expectation = scenario.expectations().get(0);
        return Judge.judge(simulator.run(scenario, rules), expectation);
    }

    private static Verdict judge(String text) {
        return judge(ScenarioReader.read("suite.yaml", text).get(0));
    }

    @Test
    void aTestThatIsAsItSaysPasses() {
        assertThat(judge(SYMLINK.formatted(
                        STEP, "wArning", "evt.arg.target: /etc/shadow, evt.type: symlink, proc.pname: kguard-suite")))
                .isEqualTo(new Verdict.Passed());
    }

    @Test
    void anotherFieldFails() {
        assertThat(judge(SYMLINK.formatted(STEP, "warning", "evt.arg.target: /etc/passwd, fd.nameraw: /x")))
                .isInstanceOfSatisfying(
                        Verdict.Failed.class,
                        failed -> assertThat(failed.reason())
                                .contains("but no alert is as expected")
                                .containsPattern("evt\\.arg\\.target +/etc/passwd +/etc/shadow\n")
                                .containsPattern("fd\\.nameraw +/x +<NA>"));
    }

    @Test
    void anotherPriorityFails() {
        assertThat(judge(SYMLINK.formatted(STEP, "critical", "evt.arg.target: /etc/shadow"))
                        .reason())
                .containsPattern("priority +Critical +Warning");
    }

    @Test
    void aFieldThatDoesNotExistIsAnError() {
        assertThat(judge(SYMLINK.formatted(STEP, "warning", "evt.arg.target: /etc/shadow, fd.namerow: /x")))
                .isInstanceOfSatisfying(
                        Verdict.Errored.class,
                        error -> assertThat(error.reason())
                                .contains(
                                        "suite.yaml:2:5: Falco 0.45 (current) has no field fd.namerow; did you mean fd.nameraw?"));
    }

    @Test
    void withoutItsStepATestDoesNotPass() {
        assertThat(judge(SYMLINK.formatted("", "warning", "evt.arg.target: /etc/shadow")))
                .isInstanceOf(Verdict.Failed.class);
    }

    @Test
    void aStepThatFailsIsAnError() {
        assertThat(judge(SYMLINK.formatted(
                                STEP.replace("/tmp/l", "/absent/l"), "warning", "evt.arg.target: /etc/shadow"))
                        .reason())
                .contains("kguard-suite: step sl: symlink: No such file or directory");
    }

    @Test
    void whatPreparesATestDoesNotCount() {
        // making the executable of another user sets these bits, and no step does
        Verdict verdict = judge("""
                tests:
                  - name: bits
                    rule: Set Setuid or Setgid bit
                    runner: HostRunner
                    context: {processes: [{name: quiet, user: daemon}]}
                """);

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Failed.class,
                        failed -> assertThat(failed.reason()).containsPattern("proc\\.env\\[SUITE] +bits +empty"));
    }

    @Test
    void aRuleThatIsNotThereIsAnError() {
        assertThat(judge(SYMLINK.replace("Sensitive Files", "Sensitive Things")
                        .formatted(STEP, "warning", "fd.name: x")))
                .isInstanceOf(Verdict.Errored.class);
    }
}
