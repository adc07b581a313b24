// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.RuleLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnrecordedEventsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "evt.type = useradded | useradded",
                "evt.type in (userdeleted, useradded) and proc.name = x | useradded, userdeleted"
            })
    void aRuleForEventsThatNobodyRecordsIsNamed(String condition, String types) {
        assertThat(UnrecordedEvents.describe(rules(condition, FalcoVersion.CURRENT), FalcoVersion.CURRENT))
                .hasValue("The rule \"r\" needs events that no sensor records: " + types
                        + ". Replay a capture that has them, or leave the rule out.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evt.type in (useradded, execve)",
                "evt.type = switch",
                "evt.type = page_fault",
                "proc.name = x",
                "evt.type = container",
                "evt.type = procexit",
                "evt.type = signaldeliver",
                "evt.type = acct"
            })
    void aRuleThatSomeRecordedEventCanReachIsNot(String condition) {
        assertThat(UnrecordedEvents.describe(rules(condition, FalcoVersion.CURRENT), FalcoVersion.CURRENT))
                .isEmpty();
    }

    @Test
    void aRuleForAuditEventsIsNot() {
        assertThat(UnrecordedEvents.describe(
                        rules("ka.verb = get\n  source: k8s_audit", FalcoVersion.CURRENT), FalcoVersion.CURRENT))
                .isEmpty();
    }

    private static RuleSet rules(String condition, FalcoVersion falco) {
        String text = "- rule: r\n  desc: d\n  output: o\n  priority: INFO\n  condition: " + condition + "\n";
        return RuleSet.compile(RuleLoader.of(falco).loadText("test", text), EngineOptions.of(falco));
    }
}
