// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import static io.kguard.assertion.KguardAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.kguard.verdict.Detections;
import io.kguard.verdict.EventOrigin;
import io.kguard.verdict.UntrustedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Rule tests on logs of clouds and coding agents, run with JUnit's test kit. */
class LogRuleTestTest {
    private static final String RULES = "target/log-rule-test-rules.yaml";
    private static final String LOG = "target/log-rule-test.log";
    private static final String SHELL = "Shell";
    private static final String STOPPED = "Logging stopped";
    private static final String READ = "Secret read by an agent";
    private static final String LOGIN = "Login";

    @BeforeAll
    static void write() throws IOException {
        Files.writeString(Path.of(RULES), """
                - rule: Shell
                  desc: a system call
                  condition: evt.type = execve and proc.name = sh
                  output: shell
                  priority: NOTICE
                - rule: Logging stopped
                  desc: a call of a cloud
                  condition: ct.name = StopLogging and not ct.error exists
                  output: stopped by %ct.user from %ct.srcip
                  priority: WARNING
                  source: aws_cloudtrail
                - rule: Secret read by an agent
                  desc: a tool call
                  condition: tool.name = Read and tool.real_file_path startswith /home/jane/.ssh/
                  output: read %tool.real_file_path
                  priority: WARNING
                  source: coding_agent
                - rule: Login
                  desc: a login
                  condition: okta.evt.type = user.session.start
                  output: login
                  priority: NOTICE
                  source: okta
                """);
        Files.writeString(Path.of("target/table-rule-test.yaml"), """
                source: nginx
                fields:
                  nginx.uri: /uri
                  nginx.status: {at: /status, type: uint64}
                """);
        Files.writeString(Path.of("target/table-rule-test-rules.yaml"), """
                - rule: Secrets requested
                  desc: a request
                  condition: nginx.uri = /.env and nginx.status = 200
                  output: requested %nginx.uri
                  priority: NOTICE
                  source: nginx
                """);
        Files.writeString(Path.of("target/table-rule-test.log"), "{\"uri\":\"/.env\",\"status\":200}\n");
        Files.writeString(Path.of(LOG), """
                {'eventTime':'2026-11-24T17:35:48Z','eventType':'AwsApiCall','eventSource':'s','eventName':'StopLogging','awsRegion':'r','sourceIPAddress':'192.0.2.7','userIdentity':{'type':'IAMUser','userName':'jane'}}
                {'eventTime':'2026-11-24T17:35:49Z','eventType':'AwsApiCall','eventSource':'s','eventName':'StopLogging','awsRegion':'r','errorCode':'AccessDenied'}
                {'hook_event_name':'PreToolUse','cwd':'/home/jane/app','tool_name':'Read','tool_input':{'file_path':'../.ssh/id'}}
                """.replace('\'', '"'));
    }

    @Test
    void eachRuleSeesTheEventsOfItsSource() {
        TriedTests tried = TriedTests.run(EngineTestKit.engine("junit-jupiter").selectors(selectClass(Judged.class)));

        assertThat(tried.results()).hasSize(5);
        assertThat(tried.results().get("fires").getThrowable()).isEmpty();
        assertThat(tried.results().get("firesOnAToolCall").getThrowable()).isEmpty();
        assertThat(tried.thrown("mustStaySilent"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("fired in scenario " + LOG + ", where it must stay silent")
                .hasMessageContaining("Why the rule matched StopLogging by jane:");
        assertThat(tried.thrown("shellIsSilent"))
                .isInstanceOf(UntrustedException.class)
                .hasMessageContaining("None of the 3 events of the log is of the rule's source syscall.")
                .hasMessageContaining("Test the rule on a scenario or a capture.");
        assertThat(tried.thrown("loginIsSilent"))
                .isInstanceOf(UntrustedException.class)
                .hasMessageContaining("None of the 3 events of the log is of the rule's source okta.");
    }

    @Test
    void aTableSaysWhatAnotherSourceHas() {
        TriedTests tried = TriedTests.run(EngineTestKit.engine("junit-jupiter").selectors(selectClass(Tabled.class)));

        assertThat(tried.results()).hasSize(2);
        assertThat(tried.results().get("fires").getThrowable()).isEmpty();
        assertThat(tried.thrown("mustStaySilent"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Why the rule matched /.env 200:");
    }

    @KGuard(rules = "target/table-rule-test-rules.yaml", sources = "target/table-rule-test.yaml")
    static class Tabled {
        @RuleTest(rule = "Secrets requested")
        @LogSource("target/table-rule-test.log")
        void fires(Detections detections) {
            assertThat(detections).firedRule("Secrets requested").hasField("nginx.uri", "/.env");
        }

        @RuleTest(rule = "Secrets requested", silent = true)
        @LogSource("target/table-rule-test.log")
        void mustStaySilent() {}
    }

    @KGuard(rules = RULES)
    static class Judged {
        @RuleTest(rule = STOPPED)
        @LogSource(LOG)
        void fires(Detections detections) {
            assertThat(detections).firedRule(STOPPED).hasField("ct.srcip", "192.0.2.7");
            assertThat(detections.origin()).isEqualTo(EventOrigin.LOG);
            assertThat(detections.eventsSeen()).isEqualTo(3);
        }

        @RuleTest(rule = READ)
        @LogSource(LOG)
        void firesOnAToolCall() {}

        @RuleTest(rule = STOPPED, silent = true)
        @LogSource(LOG)
        void mustStaySilent() {}

        @RuleTest(rule = SHELL, silent = true)
        @LogSource(LOG)
        void shellIsSilent() {}

        @RuleTest(rule = LOGIN, silent = true)
        @LogSource(LOG)
        void loginIsSilent() {}
    }
}
