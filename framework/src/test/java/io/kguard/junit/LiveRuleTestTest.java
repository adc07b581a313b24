package io.kguard.junit;

import static io.kguard.assertion.KguardAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.Detections;
import io.kguard.simulation.UntrustedException;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Rule tests on live events, passing and failing ones side by side. Tries classes from outside, with JUnit's test kit. */
@RequiresRoot
class LiveRuleTestTest {
    private static final String RULE = "Terminal shell in container";

    @Test
    void passesFailsAndErrsInParallel() {
        Map<String, TestExecutionResult> results = EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .selectors(selectClass(Passing.class), selectClass(Failing.class))
                .execute()
                .testEvents()
                .finished()
                .stream()
                .collect(Collectors.toMap(
                        event -> event.getTestDescriptor().getDisplayName().replaceAll("\\(.*", ""),
                        event -> event.getRequiredPayload(TestExecutionResult.class)));

        assertThat(results.keySet())
                .containsExactlyInAnyOrder(
                        "fires",
                        "staysSilent",
                        "isExpectedToFireButDoesNot",
                        "isExpectedToBeSilentButFires",
                        "hasAnAssertionThatDoesNotHold",
                        "testsSilenceThatNoEventTested",
                        "namesNoRuleThatThereIs");
        assertThat(results.get("fires").getThrowable()).isEmpty();
        assertThat(results.get("staysSilent").getThrowable()).isEmpty();
        assertThat(thrown(results, "isExpectedToFireButDoesNot"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("did not fire in scenario kubectl-exec-without-tty")
                .hasMessageMatching("(?s).*\\[NO ] proc.tty != 0 +0.*");
        assertThat(thrown(results, "isExpectedToBeSilentButFires"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("where it must stay silent");
        assertThat(thrown(results, "hasAnAssertionThatDoesNotHold"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("another value of k8s.pod.name");
        assertThat(thrown(results, "testsSilenceThatNoEventTested"))
                .isInstanceOf(UntrustedException.class)
                .hasMessageContaining("proves nothing");
        assertThat(thrown(results, "namesNoRuleThatThereIs")).isInstanceOf(UntrustedException.class);
    }

    private static Throwable thrown(Map<String, TestExecutionResult> results, String test) {
        TestExecutionResult result = results.get(test);
        assertThat(result).as(test).isNotNull();
        return result.getThrowable().orElseThrow();
    }

    @KGuard(
            rules = "../sample-rules/src/kguard/rules/container-rules.yaml",
            scenarios = "../attack-scenarios/src/main/resources/kguard/scenarios")
    static class Passing {
        @RuleTest(rule = RULE, scenario = "kubectl-exec-shell")
        void fires(Detections detections) {
            assertThat(detections).onlyRule(RULE).hasField("k8s.pod.name", "jenkins-0");
        }

        @RuleTest(rule = RULE, scenario = "kubectl-exec-without-tty", silent = true)
        void staysSilent() {}
    }

    @KGuard(
            rules = "../sample-rules/src/kguard/rules/container-rules.yaml",
            scenarios = "../attack-scenarios/src/main/resources/kguard/scenarios")
    static class Failing {
        @RuleTest(rule = RULE, scenario = "kubectl-exec-without-tty")
        void isExpectedToFireButDoesNot() {}

        @RuleTest(rule = RULE, scenario = "kubectl-exec-shell", silent = true)
        void isExpectedToBeSilentButFires() {}

        @RuleTest(rule = RULE, scenario = "kubectl-exec-shell")
        void hasAnAssertionThatDoesNotHold(Detections detections) {
            assertThat(detections).onlyRule(RULE).hasField("k8s.pod.name", "jenkins-1");
        }

        @RuleTest(rule = "Unexpected listening port in container", scenario = "kubectl-exec-shell", silent = true)
        void testsSilenceThatNoEventTested() {}

        @RuleTest(rule = "No such rule", scenario = "kubectl-exec-shell")
        void namesNoRuleThatThereIs() {}
    }
}
