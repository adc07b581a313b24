package example;

import static io.kguard.assertion.KguardAssertions.assertThat;
import static io.kguard.rule.Priority.NOTICE;

import io.kguard.capture.EventBuilder;
import io.kguard.junit.EventMethodSource;
import io.kguard.junit.KGuard;
import io.kguard.junit.RuleTest;
import io.kguard.junit.ScenarioSource;
import io.kguard.verdict.Detections;

@KGuard(rules = "src/kguard/rules")
class TerminalShellTest {

    @RuleTest(rule = "Terminal shell in container")
    @ScenarioSource("kubectl-exec-shell")
    void anInteractiveShellIsReported(Detections detections) {
        assertThat(detections)
                .firedRule("Terminal shell in container")
                .hasPriority(NOTICE)
                .hasField("k8s.pod.name", "jenkins-0")
                .hasOutputContaining("shell=bash");
        // the same act in the API server's audit log
        assertThat(detections).firedRule("Attach/Exec Pod").hasField("ka.user.name", "kubernetes-admin");
    }

    @RuleTest(rule = "Terminal shell in container", silent = true)
    @ScenarioSource("kubectl-exec-without-tty")
    void aScriptedExecIsNot() {}

    @RuleTest(rule = "Terminal shell in container", silent = true)
    @EventMethodSource("shellInAnotherNamespace")
    void aShellInAnotherNamespaceIsNot() {}

    static void shellInAnotherNamespace(EventBuilder events) {
        events.pod("jenkins-0", "staging")
                .container("jenkins", "jenkins:2")
                .process("/usr/bin/java")
                .onTerminal()
                .spawns("/bin/bash");
    }
}
