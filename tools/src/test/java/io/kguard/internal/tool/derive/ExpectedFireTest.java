// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioReader;
import io.kguard.verdict.Judge;
import io.kguard.verdict.RecordedScenario;
import io.kguard.verdict.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A derived file expects the rule's priority, and the part of its output that is the same for all acts. */
class ExpectedFireTest {
    private static final String RULE = """
            - rule: Passwords read
              desc: d
              condition: evt.type in (open, openat, openat2) and fd.name = /etc/shadow and proc.name in (bash, zsh)
              output: A shell reads passwords | file=%fd.name program=%proc.name
              priority: WARNING
              tags: [files]
            """;

    private static RuleSet rules(String text) {
        return RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).loadText("rules.yaml", text),
                EngineOptions.of(FalcoVersion.CURRENT));
    }

    private static String derived(String text) {
        RuleSet rules = rules(text);
        return DerivedText.of(RuleDeriver.derive(rules, rules.rules().get(0)), "derived-passwords");
    }

    private static boolean passes(String derived, String rules) {
        return ScenarioReader.read("derived", derived).stream().allMatch(test -> passes(test, rules(rules)));
    }

    private static boolean passes(Scenario test, RuleSet rules) {
        var detections = RecordedScenario.run(test, rules);
        return test.expectations().stream().allMatch(each -> Judge.judge(detections, each) instanceof Verdict.Passed);
    }

    @Test
    void itIsWritten() {
        assertThat(derived(RULE))
                .contains("rule: Passwords read")
                .contains("priority: Warning")
                .contains("A shell reads passwords | file=/etc/shadow program=")
                .doesNotContain("program=bash");
    }

    @ParameterizedTest
    @CsvSource({
        "WARNING, NOTICE",
        "A shell reads, Something reads",
        "file=%fd.name, file=x",
        "'| file', ', file'",
    })
    void aChangeOfPriorityOrOutputTurnsItRed(String before, String after) {
        String derived = derived(RULE);

        assertThat(passes(derived, RULE)).isTrue();
        assertThat(passes(derived, RULE.replace(before, after))).isFalse();
    }

    /** A test must be red for a change and not for another day. */
    @Test
    void anOutputThatDependsOnTheMachineIsNotExpected() {
        assertThat(derived(RULE.replace("program=", "at %evt.time program=")))
                .contains("priority: Warning")
                .doesNotContain("A shell reads passwords");
    }
}
