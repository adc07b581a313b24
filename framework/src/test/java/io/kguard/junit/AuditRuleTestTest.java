// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import static io.kguard.assertion.KguardAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.kguard.rule.Priority;
import io.kguard.verdict.Detections;
import io.kguard.verdict.EventOrigin;
import io.kguard.verdict.UntrustedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Rule tests on audit logs, run with JUnit's test kit. */
class AuditRuleTestTest {
    private static final String RULES = "target/audit-rule-test-rules.yaml";
    private static final String LOG = "target/audit-rule-test.log";
    private static final String DAMAGED = "target/audit-rule-test-damaged.log";
    private static final String EXEC = "Exec into a pod";
    private static final String SHELL = "Shell";

    @BeforeAll
    static void write() throws IOException {
        Files.writeString(Path.of(RULES), """
                - rule: Shell
                  desc: a system call
                  condition: evt.type = execve and proc.name = sh
                  output: shell
                  priority: NOTICE
                - rule: Exec into a pod
                  desc: an exec
                  condition: ka.verb = create and ka.target.subresource = exec and ka.target.name startswith jenkins
                  output: exec by %ka.user.name
                  priority: WARNING
                  source: k8s_audit
                """);
        Files.writeString(Path.of(LOG), event("get", "") + "\n" + event("create", "exec") + "\n");
        Files.writeString(Path.of(DAMAGED), event("create", "exec") + "\n{\"kind\":\n");
    }

    private static String event(String verb, String subresource) {
        return "{\"kind\":\"Event\",\"auditID\":\"1\",\"stageTimestamp\":\"2026-11-24T17:35:48Z\",\"verb\":\"" + verb
                + "\",\"user\":{\"username\":\"jane\"},\"objectRef\":{\"resource\":\"pods\",\"namespace\":\"ci\","
                + "\"name\":\"jenkins-0\",\"subresource\":\"" + subresource + "\"}}";
    }

    @Test
    void aLogIsJudgedAsACaptureIs() {
        TriedTests tried = tried();

        assertThat(tried.results()).hasSize(6);
        assertThat(tried.results().get("fires").getThrowable()).isEmpty();
        assertThat(tried.thrown("mustStaySilent"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("fired in scenario " + LOG + ", where it must stay silent")
                .hasMessageContaining("Why the rule matched create pods/exec ci/jenkins-0 by jane:");
        assertThat(tried.thrown("shellFires"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("The 2 events come from an audit log, but the rule has the source syscall.");
        assertThat(tried.thrown("shellIsSilent"))
                .isInstanceOf(UntrustedException.class)
                .hasMessageContaining("that proves nothing. The 2 events come from an audit log");
    }

    @Test
    void whatCannotBeReadIsAnError() {
        TriedTests tried = tried();

        assertThat(tried.thrown("ofADamagedLog"))
                .isInstanceOf(UntrustedException.class)
                .hasMessageContaining(DAMAGED + ", line 2: not JSON: the JSON ends too early at byte 9");
        assertThat(tried.thrown("ofNoLog"))
                .isInstanceOf(UntrustedException.class)
                .hasMessageContaining(
                        "there is no file " + Path.of("nowhere.log").toAbsolutePath());
    }

    private static TriedTests tried() {
        return TriedTests.run(EngineTestKit.engine("junit-jupiter").selectors(selectClass(Judged.class)));
    }

    @KGuard(rules = RULES)
    static class Judged {
        @RuleTest(rule = EXEC)
        @AuditLogSource(LOG)
        void fires(Detections detections) {
            assertThat(detections).onlyRule(EXEC).hasPriority(Priority.WARNING).hasField("ka.user.name", "jane");
            assertThat(detections.origin()).isEqualTo(EventOrigin.AUDIT);
            assertThat(detections.eventsSeen()).isEqualTo(2);
        }

        @RuleTest(rule = EXEC, silent = true)
        @AuditLogSource(LOG)
        void mustStaySilent() {}

        @RuleTest(rule = SHELL)
        @AuditLogSource(LOG)
        void shellFires() {}

        @RuleTest(rule = SHELL, silent = true)
        @AuditLogSource(LOG)
        void shellIsSilent() {}

        @RuleTest(rule = EXEC)
        @AuditLogSource(DAMAGED)
        void ofADamagedLog() {}

        @RuleTest(rule = EXEC)
        @AuditLogSource("nowhere.log")
        void ofNoLog() {}
    }
}
