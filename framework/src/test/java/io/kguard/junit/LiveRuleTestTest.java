// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import static io.kguard.assertion.KguardAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.kguard.requirement.RequiresRoot;
import io.kguard.verdict.Detections;
import io.kguard.verdict.UntrustedException;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Rule tests on live events, passing and failing ones, run with JUnit's test kit. */
@RequiresRoot
class LiveRuleTestTest {
    private static final String RULE = "Terminal shell in container";

    @Test
    void passesFailsAndErrsInParallel() {
        TriedTests tried = TriedTests.run(EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .selectors(selectClass(Passing.class), selectClass(Failing.class)));

        assertThat(tried.results().keySet())
                .containsExactlyInAnyOrder(
                        "fires",
                        "staysSilent",
                        "isExpectedToFireButDoesNot",
                        "isExpectedToBeSilentButFires",
                        "hasAnAssertionThatDoesNotHold",
                        "testsSilenceThatNoEventTested",
                        "namesNoRuleThatThereIs");
        assertThat(tried.results().get("fires").getThrowable()).isEmpty();
        assertThat(tried.results().get("staysSilent").getThrowable()).isEmpty();
        assertThat(tried.thrown("isExpectedToFireButDoesNot"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("did not fire in scenario kubectl-exec-without-tty")
                .hasMessageMatching("(?s).*\\[NO ] proc.tty != 0 +0.*");
        assertThat(tried.thrown("isExpectedToBeSilentButFires"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("where it must stay silent");
        assertThat(tried.thrown("hasAnAssertionThatDoesNotHold"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("another value of k8s.pod.name");
        assertThat(tried.thrown("testsSilenceThatNoEventTested"))
                .isInstanceOf(UntrustedException.class)
                .hasMessageContaining("proves nothing");
        assertThat(tried.thrown("namesNoRuleThatThereIs")).isInstanceOf(UntrustedException.class);
    }

    @KGuard(
            rules = "../sample-rules/src/kguard/rules/container-rules.yaml",
            scenarios = "../attack-scenarios/src/main/resources/kguard/scenarios")
    static class Passing {
        @RuleTest(rule = RULE)
        @ScenarioSource("kubectl-exec-shell")
        void fires(Detections detections) {
            assertThat(detections).onlyRule(RULE).hasField("k8s.pod.name", "jenkins-0");
        }

        @RuleTest(rule = RULE, silent = true)
        @ScenarioSource("kubectl-exec-without-tty")
        void staysSilent() {}
    }

    @KGuard(
            rules = "../sample-rules/src/kguard/rules/container-rules.yaml",
            scenarios = "../attack-scenarios/src/main/resources/kguard/scenarios")
    static class Failing {
        @RuleTest(rule = RULE)
        @ScenarioSource("kubectl-exec-without-tty")
        void isExpectedToFireButDoesNot() {}

        @RuleTest(rule = RULE, silent = true)
        @ScenarioSource("kubectl-exec-shell")
        void isExpectedToBeSilentButFires() {}

        @RuleTest(rule = RULE)
        @ScenarioSource("kubectl-exec-shell")
        void hasAnAssertionThatDoesNotHold(Detections detections) {
            assertThat(detections).onlyRule(RULE).hasField("k8s.pod.name", "jenkins-1");
        }

        @RuleTest(rule = "Unexpected listening port in container", silent = true)
        @ScenarioSource("kubectl-exec-shell")
        void testsSilenceThatNoEventTested() {}

        @RuleTest(rule = "No such rule")
        @ScenarioSource("kubectl-exec-shell")
        void namesNoRuleThatThereIs() {}
    }
}
