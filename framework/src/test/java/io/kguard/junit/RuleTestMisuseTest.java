package io.kguard.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** What a rule test that can't run says, in terms of the user's code. Tries classes from outside, with JUnit's test kit. */
class RuleTestMisuseTest {

    @Test
    void aClassWithoutRulesIsTold() {
        assertThat(failure(WithoutRules.class))
                .isEqualTo("the class WithoutRules has a @RuleTest but no @KGuard;"
                        + " name its rules: @KGuard(rules = \"src/kguard/rules\")");
    }

    @Test
    void aTestOfNothingIsTold() {
        assertThat(failure(OfNothing.class))
                .startsWith("@RuleTest of test names no source of events; it needs one of scenario, capture");
    }

    @Test
    void aMissingRuleFileIsNamed() {
        assertThat(failure(MissingRules.class)).contains("src/nowhere/rules.yaml");
    }

    @Test
    void aMissingCaptureIsAnErrorAndNoFailure() {
        assertThat(failure(MissingCapture.class))
                .startsWith("Rule \"Terminal shell in container\" could not be judged in scenario nowhere.scap.")
                .contains("the capture can't be read");
    }

    @Test
    void aMissingJarIsNamed() {
        assertThat(MissingJar.explain(new NoClassDefFoundError("io/fabric8/kubernetes/api/model/Pod")))
                .hasMessage("rule tests need io.fabric8:kubernetes-client on the test class path;"
                        + " add it to the test dependencies");
        assertThat(MissingJar.explain(new NoClassDefFoundError("Could not initialize class org.testcontainers.X")))
                .hasMessageContaining("org.testcontainers:testcontainers");
        assertThat(MissingJar.explain(new NoClassDefFoundError("com/example/Other")))
                .hasMessageContaining("com/example/Other");
    }

    private static String failure(Class<?> type) {
        List<Event> failed = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(type))
                .execute()
                .testEvents()
                .failed()
                .list();
        assertThat(failed).hasSize(1);
        Throwable thrown = failed.get(0)
                .getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
        assertThat(thrown).isNotInstanceOf(AssertionError.class);
        return String.valueOf(thrown.getMessage());
    }

    static class WithoutRules {
        @RuleTest(rule = "Terminal shell in container", capture = "nowhere.scap")
        void test() {}
    }

    @KGuard(rules = "../sample-rules/src/kguard/rules")
    static class OfNothing {
        @RuleTest(rule = "Terminal shell in container")
        void test() {}
    }

    @KGuard(rules = "src/nowhere/rules.yaml")
    static class MissingRules {
        @RuleTest(rule = "Terminal shell in container", capture = "nowhere.scap")
        void test() {}
    }

    @KGuard(rules = "../sample-rules/src/kguard/rules")
    static class MissingCapture {
        @RuleTest(rule = "Terminal shell in container", capture = "nowhere.scap")
        void test() {}
    }
}
