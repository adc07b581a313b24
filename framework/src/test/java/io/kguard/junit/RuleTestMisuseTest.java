// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.kguard.capture.EventBuilder;
import io.kguard.verdict.Detections;
import io.kguard.verdict.UntrustedException;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The errors of rule tests that can't run, in terms of the user's code. Run with JUnit's test kit. */
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
                .isEqualTo(
                        "@RuleTest of test names no source of events; it needs one of @ScenarioSource, @CaptureSource,"
                                + " @AuditLogSource, @LogSource, @EventScriptSource, @EventMethodSource,"
                                + " such as @ScenarioSource(\"...\")");
        assertThat(failure(OfTwo.class))
                .startsWith("@RuleTest of test names 2 sources of events; it needs one of @ScenarioSource,");
        assertThat(failure(OfBothForms.class)).startsWith("@RuleTest of test names 2 sources of events;");
    }

    /** JUnit would run the first twice, and the others as tests of nothing. */
    @Test
    void annotationsOfJUnitAreToldTheirPlace() {
        assertThat(failures(Parameterized.class))
                .hasSize(2)
                .extracting(thrown -> String.valueOf(thrown.getMessage()))
                .allSatisfy(message -> assertThat(message)
                        .endsWith("test has @RuleTest beside an annotation that runs it several times, such as"
                                + " @ParameterizedTest; for several values put the @RuleTest into a @RuleTestMatrix"));
        assertThat(failure(PlainWithDetections.class))
                .endsWith(
                        "test takes what was detected and no rule; in place of @Test it needs @RuleTest(rule = \"...\")");
        assertThat(failure(PlainWithSource.class))
                .endsWith("test names events and no rule; in place of @Test it needs @RuleTest(rule = \"...\")");
        assertThat(failure(Repeated.class))
                .endsWith("test names events and no rule; in place of JUnit's annotation it needs @RuleTestMatrix");
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

    /** Surefire knows only how JUnit's test ended. */
    @Test
    void anExtensionOfOthersCannotPassATest() {
        assertThat(thrown(Skipped.class))
                .isInstanceOf(UntrustedException.class)
                .hasMessageStartingWith("The rule was not judged, although the test ended without an error");
        assertThat(thrown(Forgiven.class)).isInstanceOf(AssertionError.class).hasMessage("not to be forgiven");
        assertThat(thrown(ForgivenSilence.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Terminal shell in container");
        assertThat(thrown(Listing.class)).hasMessageStartingWith("The rule was not judged");
    }

    @Test
    void missingTestcontainersIsNamed() {
        assertThat(MissingTestcontainers.explain(
                        new NoClassDefFoundError("Could not initialize class org.testcontainers.X")))
                .hasMessageContaining("org.testcontainers:testcontainers");
    }

    @Test
    void anotherMissingClassStaysAnErrorOfItsOwn() {
        NoClassDefFoundError other = new NoClassDefFoundError("com/example/Other");
        assertThatThrownBy(() -> MissingTestcontainers.explain(other)).isSameAs(other);
    }

    private static String failure(Class<?> type) {
        Throwable thrown = thrown(type);
        assertThat(thrown).isNotInstanceOf(AssertionError.class);
        return String.valueOf(thrown.getMessage());
    }

    private static Throwable thrown(Class<?> type) {
        List<Throwable> failures = failures(type);
        assertThat(failures).hasSize(1);
        return failures.get(0);
    }

    private static List<Throwable> failures(Class<?> type) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(type))
                .execute()
                .allEvents()
                .failed()
                .stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .orElseThrow())
                .toList();
    }

    static class WithoutRules {
        @RuleTest(rule = "Terminal shell in container")
        @CaptureSource("nowhere.scap")
        void test() {}
    }

    @KGuard(rules = "../sample-rules/src/kguard/rules")
    static class OfNothing {
        @RuleTest(rule = "Terminal shell in container")
        void test() {}
    }

    @KGuard(rules = "../sample-rules/src/kguard/rules")
    static class OfTwo {
        @RuleTest(rule = "Terminal shell in container")
        @CaptureSource("nowhere.scap")
        @LogSource("nowhere.log")
        void test() {}
    }

    @KGuard(rules = "../sample-rules/src/kguard/rules")
    @SuppressWarnings("deprecation") // that is the fault
    static class OfBothForms {
        @RuleTest(rule = "Terminal shell in container", audit = "nowhere.log")
        @CaptureSource("nowhere.scap")
        void test() {}
    }

    @KGuard(rules = "../sample-rules/src/kguard/rules")
    static class Parameterized {
        @RuleTest(rule = "Terminal shell in container")
        @CaptureSource("nowhere.scap")
        @RepeatedTest(2)
        void test() {}
    }

    @KGuard(rules = "../sample-rules/src/kguard/rules")
    static class PlainWithDetections {
        @Test
        void test(Detections detections) {}

        @Test
        void other() {}
    }

    @KGuard(rules = "../sample-rules/src/kguard/rules")
    static class PlainWithSource {
        @Test
        @ScenarioSource("kubectl-exec-shell")
        void test() {}
    }

    @KGuard(rules = "../sample-rules/src/kguard/rules")
    static class Repeated {
        @RepeatedTest(2)
        @ScenarioSource("kubectl-exec-shell")
        void test() {}
    }

    @KGuard(rules = "src/nowhere/rules.yaml")
    static class MissingRules {
        @RuleTest(rule = "Terminal shell in container")
        @CaptureSource("nowhere.scap")
        void test() {}
    }

    @KGuard(rules = "../sample-rules/src/kguard/rules")
    static class MissingCapture {
        @RuleTest(rule = "Terminal shell in container")
        @CaptureSource("nowhere.scap")
        void test() {}
    }

    /** Writes an event on which the rule fires. */
    @KGuard(rules = "../sample-rules/src/kguard/rules")
    abstract static class Writing {
        static void shell(EventBuilder events) {
            events.pod("jenkins-0", "default")
                    .container("jenkins", "jenkins:2")
                    .process("/usr/bin/java")
                    .onTerminal()
                    .spawns("/bin/bash");
        }
    }

    /** A foreign extension that replaces the body of tests. */
    static final class Skipping implements InvocationInterceptor {
        @Override
        public void interceptTestMethod(
                Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context) {
            invocation.skip();
        }
    }

    @ExtendWith(Skipping.class)
    static class Skipped extends Writing {
        @RuleTest(rule = "Terminal shell in container")
        @EventMethodSource("shell")
        void test() {}
    }

    /** A foreign extension that swallows the exceptions of tests. */
    static final class Forgiving implements TestExecutionExceptionHandler {
        @Override
        public void handleTestExecutionException(ExtensionContext context, Throwable thrown) {
            // that is the fault
        }
    }

    @ExtendWith(Forgiving.class)
    static class Forgiven extends Writing {
        @RuleTest(rule = "Terminal shell in container")
        @EventMethodSource("shell")
        void test() {
            throw new AssertionError("not to be forgiven");
        }
    }

    @ExtendWith(Forgiving.class)
    static class ForgivenSilence extends Writing {
        @RuleTest(rule = "Terminal shell in container", silent = true)
        @EventMethodSource("shell")
        void test() {}
    }

    static class Listing extends Writing {
        @TestFactory
        @RuleTest(rule = "Terminal shell in container")
        @EventMethodSource("shell")
        List<DynamicTest> tests() {
            return List.of();
        }
    }
}
