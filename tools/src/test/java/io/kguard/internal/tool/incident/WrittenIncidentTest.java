// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.tool.alert.AlertLog;
import io.kguard.internal.tool.alert.FalcoAlert;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        return written(rules, alert).script();
    }

    private static WrittenIncident.Written written(String rules, String alert) {
        List<FalcoAlert> alerts = new ArrayList<>();
        try {
            Path file = Files.createTempFile("alert", ".json");
            try {
                AlertLog.read(List.of(Files.writeString(file, alert.replace("\n", " "))), alerts::add);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new WrittenIncident(rules(rules)).write(alerts.get(0));
    }

    @Test
    void anAlertBecomesTheEventsThatSetItOff() {
        assertThat(script(SHELL_RULE, SHELL_ALERT)).isEqualTo("""
                        containers:
                          - {name: "1", image: image, pod: shop-0}
                        processes:
                          - {name: process-1, path: /usr/bin/java, container: "1", terminal: true}
                        actions:
                          - process-1: {spawns: [/usr/bin/bash, "-i"]}
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
        assertThat(script(rule, alert)).contains("{writes: /etc/shadow}");
    }

    @Test
    void aBrokenRuleMakesNoTest() {
        assertThatThrownBy(() -> script(SHELL_RULE.replace("= bash", "= bahs"), SHELL_ALERT))
                .isInstanceOf(IncidentException.class)
                .hasMessageContaining("does not fire on what the alert says")
                .hasMessageContaining("does not hold: proc.name = bahs   (the value is bash)");
    }

    /** What an alert says of a field that the rule looks at is never changed. */
    @Test
    void whatContradictsTheRuleMakesNoTest() {
        assertThatThrownBy(() -> script(SHELL_RULE, SHELL_ALERT.replace("\"execve\"", "\"bpf\"")))
                .hasMessageContaining("does not fire on what the alert says")
                .hasMessageContaining("-Dkguard.capture");
        assertThatThrownBy(() -> script(SHELL_RULE, SHELL_ALERT.replace("34816", "0")))
                .hasMessageContaining("does not hold: proc.tty != 0   (the value is 0)");
    }

    private static String rule(String name, String condition) {
        return "- rule: " + name + "\n  desc: d\n  condition: " + condition + "\n  output: o\n  priority: NOTICE\n";
    }

    private static String alert(String rule, String fields) {
        return "{\"rule\": \"" + rule + "\", \"output_fields\": {" + fields + "}}";
    }

    @Test
    void theNameOfAProcessIsTheAlerts() {
        String rule = rule("Nc", "evt.type = execve and proc.name = nc");
        String alert = alert(
                "Nc", "\"evt.type\": \"execve\", \"proc.name\": \"nc\", \"proc.exepath\": \"/usr/bin/nc.traditional\"");
        assertThat(script(rule, alert)).contains("[/usr/bin/nc.traditional], comm: nc");
        assertThat(written(rule, alert).chosen()).isEmpty();
    }

    /** The same alert is the same text in each run: the keys of a user have an order. */
    @Test
    void aUserHasItsNumberBeforeItsNames() {
        String rule = rule("Nc", "evt.type = execve and user.uid = 1000");
        String alert = alert(
                "Nc",
                "\"evt.type\": \"execve\", \"proc.name\": \"nc\", \"user.uid\": 1000, \"user.name\": \"dev\","
                        + " \"user.loginuid\": 1001, \"user.loginname\": \"login\"");
        assertThat(script(rule, alert)).contains("user: {id: 1000, name: dev}", "login-user: {id: 1001, name: login}");
    }

    @Test
    void callsWithoutAVerbAreWrittenWithTheirParameters() {
        String rule = rule("Bpf", "evt.type = bpf and evt.arg.cmd = BPF_PROG_LOAD");
        assertThat(script(rule, alert("Bpf", "\"evt.type\": \"bpf\", \"evt.arg.cmd\": \"BPF_PROG_LOAD\"")))
                .contains("{calls: bpf, with: {cmd: BPF_PROG_LOAD}}");
    }

    @Test
    void whatTheAlertDoesNotTellIsChosenAndSaid() {
        String rule = rule(
                "Priv",
                "evt.type = execve and container.privileged = true and thread.cap_permitted contains CAP_SYS_ADMIN");
        WrittenIncident.Written written = written(
                rule,
                alert("Priv", "\"evt.type\": \"execve\", \"container.id\": \"61314bd5b9d7\", \"proc.name\": \"sh\""));
        assertThat(written.script())
                .contains("privileged: true")
                .contains("CAP_SYS_ADMIN")
                .contains("/sh");
        assertThat(written.chosen()).containsExactlyInAnyOrder("container.privileged", "thread.cap_permitted");
    }

    @Test
    void aRuleThatTakesTheEventFirstIsNamed() {
        String rules = rule("First", "evt.type = execve") + rule("Second", "evt.type = execve");
        assertThatThrownBy(() -> script(rules, alert("Second", "\"evt.type\": \"execve\", \"proc.name\": \"sh\"")))
                .hasMessageContaining("the rule \"First\" takes the event first")
                .hasMessageContaining("-Dkguard.matching=all");
    }

    @Test
    void secretsAreReplaced() {
        String rule = rule("Sh", "evt.type = execve and proc.name = curl");
        WrittenIncident.Written written = written(
                rule,
                alert(
                        "Sh",
                        "\"evt.type\": \"execve\", \"proc.name\": \"curl\", \"evt.buffer\": \"root:x\","
                                + " \"proc.cmdline\": \"curl --token=abc123 -H Authorization:Bearer_xyz"
                                + " https://joe:pw1@example.com/ AKIAABCDEFGHIJKLMNOP\","
                                + " \"proc.env\": \"HOME=/root DB_PASSWORD=hunter2 PATH=/bin\""));
        assertThat(written.script())
                .contains("--token=REDACTED", "https://joe:REDACTED@example.com/", "HOME: /root", "PATH: /bin")
                .contains("DB_PASSWORD: REDACTED")
                .doesNotContain("abc123", "pw1", "hunter2", "AKIAABCD", "root:x", "Bearer_xyz");
        assertThat(written.redacted()).containsExactlyInAnyOrder("evt.buffer", "proc.cmdline", "proc.env");
    }

    @Test
    void whatIsNoSecretStays() {
        String rule = rule("Sh", "evt.type = execve and proc.name = cat");
        WrittenIncident.Written written = written(
                rule,
                alert(
                        "Sh",
                        "\"evt.type\": \"execve\", \"proc.name\": \"cat\","
                                + " \"proc.cmdline\": \"cat /etc/passwd /run/secrets/kubernetes.io/token -n 5\""));
        assertThat(written.script()).contains("/etc/passwd", "/run/secrets/kubernetes.io/token", "\"5\"");
        assertThat(written.redacted()).isEmpty();
    }
}
