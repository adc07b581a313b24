// SPDX-License-Identifier: Apache-2.0
package io.kguard.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.Alert;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What variables in commands of reactions stand for. */
class AlertVariablesTest {
    @Test
    void aVariableIsAsFalcoTalonHasIt() {
        Rule rule = RuleLoader.of(FalcoVersion.V0_45)
                .loadText("rules.yaml", """
                        - rule: Shell
                          desc: d
                          condition: evt.type = execve
                          output: o
                          priority: ERROR
                        """)
                .rules()
                .get(0);
        Alert alert =
                new Alert(rule, 1, 1, "A shell", Map.of("evt.rawtime", 1_795_521_600_500_000_000L, "proc.pid", 7L));

        AlertVariables variables = AlertVariables.of(alert, "kguard-node", List.of(), null);

        assertThat(variables.expand("$HOSTNAME ${RULE} $PROC_PID ${EVT_RAWTIME} $HOME."))
                .isEqualTo("kguard-node Shell 7 1.7955216005e+18 .");
    }
}
