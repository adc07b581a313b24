// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.RuleLoader;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.RecordedScenario;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Further acts on which the rules must fire, and twins with a matrix. */
class AlsoTest {
    private static final String RULES = """
            - rule: Passwords read
              desc: A shell reads them
              condition: evt.type in (openat, creat) and fd.name = /etc/shadow and not proc.name in (login, su, passwd)
              output: Read (program=%proc.name)
              priority: WARNING
            """;

    private static final String SCENARIO = """
            scenario: reads
            title: The passwords are read
            origin: derived
            values: {program: bash, file: /etc/shadow}
            events:
              processes: [{name: sh, path: "/bin/${program}"}]
              actions: [{sh: {reads: "${file}"}}]
            fires: [Passwords read]
            also:
              - {scenario: reads-by-cat, values: {program: cat}, matrix: {program: [head, tail]}}
              - scenario: creates
                title: The passwords are written
                events:
                  processes: [{name: sh, path: "/bin/${program}"}]
                  actions: [{sh: {calls: creat, with: {name: "${file}"}}}]
            twins:
              - {scenario: reads-by-login, values: {program: login}, matrix: {program: [su, passwd]}}
              - {scenario: reads-hosts, values: {file: /etc/hosts}}
            """;

    private static List<CheckResult> checks(String rules) {
        RuleSet set = RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).loadText("r.yaml", rules), EngineOptions.of(FalcoVersion.CURRENT));
        return ScenarioReader.read("reads.yaml", SCENARIO).stream()
                .flatMap(scenario ->
                        CheckResult.of(RecordedScenario.run(scenario, set), scenario.expectations()).stream())
                .toList();
    }

    @Test
    void furtherActsExpectWhatTheAttackExpects() {
        List<Scenario> read = ScenarioReader.read("reads.yaml", SCENARIO);

        assertThat(read)
                .extracting(Scenario::id)
                .containsExactly(
                        "reads",
                        "reads-by-cat",
                        "reads-by-cat-head",
                        "reads-by-cat-tail",
                        "creates",
                        "reads-by-login",
                        "reads-by-login-su",
                        "reads-by-login-passwd",
                        "reads-hosts");
        assertThat(read).filteredOn(Scenario::isTwin).hasSize(4);
        assertThat(read).allMatch(Scenario::isDerived);
        assertThat(read.subList(0, 5))
                .allSatisfy(act -> assertThat(act.expectations())
                        .containsExactly(read.get(0).expectations().get(0)));
    }

    @Test
    void eachIsJudged() {
        assertThat(checks(RULES)).hasSize(9).allMatch(CheckResult::isPassed);
        assertThat(failed(RULES.replace(", creat", ""))).containsExactly("creates");
        assertThat(failed(RULES.replace("login, su, passwd", "login, passwd, tail")))
                .containsExactly("reads-by-cat-tail", "reads-by-login-su");
    }

    private static List<String> failed(String rules) {
        return checks(rules).stream()
                .filter(check -> !check.isPassed())
                .map(CheckResult::scenario)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "values: {program: cat}, matrix | values: {progam: cat}, matrix | the file has no value \"progam\"",
                "matrix: {program: [head, tail]} | matrix: {progam: [head]} | the file has no value \"progam\"",
                "{program: cat}, matrix | {program: bash}, matrix | the twin does the same as its attack",
                "creates | creates\\n    fires: [Other] | a further act has no \"fires\"",
                "creates | creates\\n    steps: [] | a scenario with recorded events has no \"steps\"",
            })
    void mistakesAreTold(String from, String to, String message) {
        assertThatThrownBy(() -> ScenarioReader.read("reads.yaml", SCENARIO.replace(from, to.replace("\\n", "\n"))))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining(message);
    }
}
