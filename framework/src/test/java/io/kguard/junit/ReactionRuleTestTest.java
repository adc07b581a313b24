// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import static io.kguard.assertion.KguardAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.kguard.reaction.ReactionException;
import io.kguard.requirement.RequiresRoot;
import io.kguard.verdict.Detections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The files of Falco Talon that a test class names act in the clusters of its scenarios, run with JUnit's test kit. */
@RequiresRoot
class ReactionRuleTestTest {
    private static final String RULES = "target/reaction-rule-test-rules.yaml";
    private static final String SCENARIO = "target/reaction-rule-test.yaml";
    private static final String CAREFUL = "target/reaction-rule-test-careful.yaml";
    private static final String HASTY = "target/reaction-rule-test-hasty.yaml";
    private static final String BROKEN = "target/reaction-rule-test-broken.yaml";
    private static final String SHELL = "Shell";
    private static final String CORDON = "kubernetes:cordon";
    private static final String NODE = "node kguard-node";

    @BeforeAll
    static void write() throws IOException {
        Files.writeString(Path.of(RULES), """
                - rule: Shell
                  desc: A shell in a pod
                  condition: evt.type in (execve, execveat) and container.id != host and proc.name = bash
                  output: Shell (pod=%k8s.pod.name ns=%k8s.ns.name)
                  priority: NOTICE
                - rule: Look
                  desc: Somebody looks who he is
                  condition: evt.type in (execve, execveat) and container.id != host and proc.name = id
                  output: Look (pod=%k8s.pod.name ns=%k8s.ns.name)
                  priority: INFO
                """);
        Files.writeString(Path.of(SCENARIO), """
                scenario: shell
                title: A shell is opened
                attack: [T1609]
                cluster: {}
                pods:
                  - {metadata: {name: web-0, namespace: shop}, spec: {containers: [{name: web, image: base}]}}
                steps: [{exec: {pod: web-0, command: [bash, -c, "true"]}}]
                fires: [Shell]
                twin:
                  scenario: look
                  title: Somebody looks who he is
                  steps: [{exec: {pod: web-0, command: [id], output: uid=0}}]
                  fires: [Look]
                """);
        Files.writeString(Path.of(CAREFUL), reaction("match: {rules: [Shell]}", CORDON));
        Files.writeString(Path.of(HASTY), reaction("match: {priority: '>=Informational'}", CORDON));
        Files.writeString(Path.of(BROKEN), reaction("match: {rules: [Shell]}", "kubernetes:cordn"));
    }

    private static String reaction(String match, String actionner) {
        return "- rule: Close the node\n  " + match + "\n  actions:\n    - {action: Close, actionner: " + actionner
                + "}\n";
    }

    @Test
    void theAttackIsAnsweredAndTheTwinIsNot() {
        TriedTests tried = tried(Careful.class);

        assertThat(tried.results().get("isAnswered").getThrowable()).isEmpty();
        assertThat(tried.results().get("theTwinIsNot").getThrowable()).isEmpty();
    }

    @Test
    void withoutTheFileNothingIsAnswered() {
        assertThat(tried(Idle.class).thrown("isNotAnswered"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("kubernetes:cordon");
    }

    @Test
    void aTwinThatIsAnsweredFails() {
        TriedTests tried = tried(Hasty.class);

        assertThat(tried.results().get("theAttackIsAnswered").getThrowable()).isEmpty();
        assertThat(tried.thrown("theTwinIsAnsweredToo"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("The twin look is legitimate, but it triggered reactions:\n"
                        + "    Close the node: kubernetes:cordon on node kguard-node for \"Look\"");
    }

    @Test
    void aWrongNameIsAnErrorWithItsPlace() {
        assertThat(tried(Broken.class).thrown("isNotEvenPlayed"))
                .isInstanceOf(ReactionException.class)
                .hasMessageContaining(BROKEN + ":4:34: Falco Talon refuses the action: there is no actionner"
                        + " \"kubernetes:cordn\"")
                .hasMessageContaining("did you mean kubernetes:cordon?");
    }

    private static TriedTests tried(Class<?> type) {
        return TriedTests.run(EngineTestKit.engine("junit-jupiter").selectors(selectClass(type)));
    }

    @KGuard(rules = RULES, scenarios = SCENARIO, reactions = CAREFUL)
    static class Careful {
        @RuleTest(rule = SHELL)
        @ScenarioSource("shell")
        void isAnswered(Detections detections) {
            assertThat(detections).reactedWith(CORDON, NODE);
        }

        @RuleTest(rule = SHELL, silent = true)
        @ScenarioSource("look")
        void theTwinIsNot(Detections detections) {
            assertThat(detections).reactedWithNothing();
        }
    }

    @KGuard(rules = RULES, scenarios = SCENARIO)
    static class Idle {
        @RuleTest(rule = SHELL)
        @ScenarioSource("shell")
        void isNotAnswered(Detections detections) {
            assertThat(detections).reactedWith(CORDON, NODE);
        }
    }

    @KGuard(rules = RULES, scenarios = SCENARIO, reactions = HASTY)
    static class Hasty {
        @RuleTest(rule = SHELL)
        @ScenarioSource("shell")
        void theAttackIsAnswered(Detections detections) {
            assertThat(detections).reactedWith(CORDON, NODE);
        }

        @RuleTest(rule = SHELL, silent = true)
        @ScenarioSource("look")
        void theTwinIsAnsweredToo() {}
    }

    @KGuard(rules = RULES, scenarios = SCENARIO, reactions = BROKEN)
    static class Broken {
        @RuleTest(rule = SHELL)
        @ScenarioSource("shell")
        void isNotEvenPlayed() {}
    }
}
