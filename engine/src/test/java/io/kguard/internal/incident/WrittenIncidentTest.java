// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.incident;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.RuleLoader;
import org.junit.jupiter.api.Test;

class WrittenIncidentTest {
    private static final String SHELL_RULE = """
            - rule: Shell
              desc: d
              condition: evt.type in (execve, execveat) and container.id != host and proc.name = bash and proc.tty != 0
              output: shell in %container.name by %proc.pname
              priority: NOTICE
            """;

    private static final String SHELL_ALERT = """
            {"output_fields": {"evt.type": "execve", "proc.name": "bash", "proc.exepath": "/usr/bin/bash", "proc.tty": 34816,
             "proc.pname": "java", "proc.cmdline": "bash -i", "container.id": "61314bd5b9d7", "container.name": "web",
             "k8s.pod.name": "shop-0", "k8s.ns.name": null}, "priority": "Notice", "rule": "Shell", "source": "syscall"}
            """;

    private static RuleSet rules(String text) {
        return RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).loadText("rules.yaml", text),
                EngineOptions.of(FalcoVersion.CURRENT).withExplanations(true));
    }

    private static String script(String rules, String alert) {
        return new WrittenIncident(rules(rules)).script(FalcoAlert.parse("alert.json", alert.getBytes(UTF_8)));
    }

    @Test
    void anAlertBecomesTheEventsThatSetItOff() {
        assertThat(script(SHELL_RULE, SHELL_ALERT)).isEqualTo("""
                        containers:
                          - {name: "1", image: "image", pod: "shop-0", namespace: "default"}
                        processes:
                          - {name: process-1, path: "/usr/bin/java", container: "1", terminal: true}
                        actions:
                          - process-1: {spawns: ["/usr/bin/bash", "-i"], as: process-2}
                        """);
    }

    @Test
    void whatTheAlertDoesNotSayIsTried() {
        String rule = """
                - rule: Hashes
                  desc: d
                  condition: evt.type in (open, openat) and evt.is_open_write = true and fd.name = /etc/shadow
                  output: o
                  priority: NOTICE
                """;
        String alert =
                "{\"rule\": \"Hashes\", \"output_fields\": {\"fd.name\": \"/etc/shadow\", \"proc.name\": \"vi\"}}";
        assertThat(script(rule, alert)).contains("{writes: [\"/etc/shadow\"]}");
    }

    @Test
    void aBrokenRuleMakesNoTest() {
        assertThatThrownBy(() -> script(SHELL_RULE.replace("= bash", "= bahs"), SHELL_ALERT))
                .isInstanceOf(IncidentException.class)
                .hasMessageContaining("does not fire on what the alert says")
                .hasMessageContaining("does not hold: proc.name = bahs   (the value is bash)");
    }

    @Test
    void anEventOfAnotherKindNeedsACapture() {
        assertThatThrownBy(() -> script(SHELL_RULE, SHELL_ALERT.replace("\"execve\"", "\"bpf\"")))
                .hasMessageContaining("an event of the type bpf can't be written by hand")
                .hasMessageContaining("-Dkguard.capture");
    }

    @Test
    void whatIsNoAlertIsRefused() {
        assertThatThrownBy(() -> script(SHELL_RULE, "Notice Shell"))
                .isInstanceOf(IncidentException.class)
                .hasMessageStartingWith("alert.json is not one JSON object");
        assertThatThrownBy(() -> script(SHELL_RULE, "{\"rule\": \"Shell\"}"))
                .hasMessageContaining("has no output_fields");
    }
}
