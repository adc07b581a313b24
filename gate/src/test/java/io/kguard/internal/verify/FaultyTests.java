// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.capture.EventBuilder;
import io.kguard.junit.CaptureSource;
import io.kguard.junit.EventMethodSource;
import io.kguard.junit.KGuard;
import io.kguard.junit.RuleTest;
import io.kguard.junit.RuleTestMatrix;
import io.kguard.junit.ScenarioSource;
import io.kguard.verdict.Detections;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Classes of faulty rule tests; {@link RuleTestGateTest} runs them in a separate JVM. */
@SuppressWarnings({"UnusedMethod", "ClassCanBeStatic"}) // that is the fault of some of them
public final class FaultyTests {
    static final String RULES = "../sample-rules/src/kguard/rules";
    static final String RULE = "Terminal shell in container";

    private FaultyTests() {}

    /** Writes an event on which the rule fires. */
    @KGuard(rules = RULES)
    abstract static class Writing {
        static void shell(EventBuilder events) {
            events.pod("jenkins-0", "default")
                    .container("jenkins", "jenkins:2")
                    .process("/usr/bin/java")
                    .onTerminal()
                    .spawns("/bin/bash");
        }
    }

    static class Good extends Writing {
        @RuleTest(rule = RULE)
        @EventMethodSource("shell")
        void fires(Detections detections) {}
    }

    static class BeforeEachThrows extends Writing {
        @BeforeEach
        void prepare() {
            throw new IllegalStateException("no database");
        }

        @RuleTest(rule = RULE)
        @EventMethodSource("shell")
        void test() {}
    }

    static class AfterEachFails extends Writing {
        @AfterEach
        void tidy() {
            throw new AssertionError("something is left");
        }

        @RuleTest(rule = RULE)
        @EventMethodSource("shell")
        void test() {}
    }

    static class ConstructorThrows extends Writing {
        ConstructorThrows() {
            throw new IllegalStateException("not now");
        }

        @RuleTest(rule = RULE)
        @EventMethodSource("shell")
        void test() {}
    }

    static class InitialiserThrows extends Writing {
        static final int NUMBER = Integer.parseInt("many");

        @RuleTest(rule = RULE)
        @EventMethodSource("shell")
        void test() {}
    }

    static class BeforeAllThrows extends Writing {
        @BeforeAll
        static void prepare() {
            throw new IllegalStateException("no network");
        }

        @RuleTest(rule = RULE)
        @EventMethodSource("shell")
        void one() {}

        @RuleTest(rule = RULE, silent = true)
        @EventMethodSource("shell")
        void two() {}
    }

    static class AfterAllThrows extends Writing {
        @AfterAll
        static void tidy() {
            throw new IllegalStateException("the server does not end");
        }

        @RuleTest(rule = RULE)
        @EventMethodSource("shell")
        void test() {}
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class SharedInstanceThrows extends Writing {
        SharedInstanceThrows() {
            throw new IllegalStateException("not ever");
        }

        @RuleTest(rule = RULE)
        @EventMethodSource("shell")
        void test() {}
    }

    static class Misused extends Writing {
        @RuleTest(rule = RULE)
        void withoutSource() {}

        @RuleTest(rule = RULE)
        @CaptureSource("attack.scap")
        @EventMethodSource("shell")
        void withTwoSources() {}

        @RuleTest(rule = RULE)
        @EventMethodSource("shell")
        void withAnUnknownParameter(List<String> nobodyHasIt) {}
    }

    /** Two that are played, where nothing can play: one may be left out, and is counted all the same. */
    @KGuard(
            rules = "../sample-rules/src/kguard/rules/container-rules.yaml",
            scenarios = "../attack-scenarios/src/main/resources/kguard/scenarios",
            disabledWithoutLive = true)
    static class WithoutLive {
        @RuleTest(rule = RULE)
        @ScenarioSource("kubectl-exec-shell")
        void played() {
            throw new IllegalStateException("nothing was played");
        }
    }

    @KGuard(
            rules = "../sample-rules/src/kguard/rules/container-rules.yaml",
            scenarios = "../attack-scenarios/src/main/resources/kguard/scenarios")
    static class NeedingLive {
        @RuleTest(rule = RULE)
        @ScenarioSource("kubectl-exec-shell")
        void played() {}
    }

    static class NotFound extends Writing {
        @RuleTest(rule = RULE)
        @EventMethodSource("shell")
        private void isPrivate() {}

        @RuleTest(rule = RULE)
        @EventMethodSource("shell")
        static void isStatic() {}

        @RuleTest(rule = RULE)
        @EventMethodSource("shell")
        int returnsSomething() {
            return 1;
        }
    }

    static class Disabling extends Writing {
        @Disabled("until the next release")
        @RuleTest(rule = RULE)
        @EventMethodSource("shell")
        void oneTest() {}
    }

    @Disabled("until the release after that")
    static class DisabledAsAWhole extends Writing {
        @RuleTest(rule = RULE)
        @EventMethodSource("shell")
        void test() {}
    }

    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class Exiting extends Writing {
        @Order(1)
        @RuleTest(rule = RULE)
        @EventMethodSource("shell")
        void first() {}

        @Order(2)
        @RuleTest(rule = RULE)
        @EventMethodSource("shell")
        void exits() {
            System.exit(0);
        }

        @Order(3)
        @RuleTest(rule = RULE)
        @EventMethodSource("shell")
        void never() {}
    }

    static class Halting extends Writing {
        @RuleTest(rule = RULE)
        @EventMethodSource("shell")
        void halts() {
            Runtime.getRuntime().halt(0);
        }
    }

    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class Failing extends Writing {
        @RuleTest(rule = RULE)
        @EventMethodSource("shell")
        void one() {
            throw new AssertionError("the first message");
        }

        @RuleTest(rule = RULE)
        @EventMethodSource("shell")
        void two() {
            throw new AssertionError("the second message");
        }
    }

    /** A foreign extension that stops tests from running. */
    static final class Skipping implements InvocationInterceptor {
        @Override
        public void interceptTestMethod(
                Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context) {
            invocation.skip();
        }
    }

    @ExtendWith(Skipping.class)
    static class Skipped extends Writing {
        @RuleTest(rule = RULE)
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
        @RuleTest(rule = RULE)
        @EventMethodSource("shell")
        void test() {
            throw new AssertionError("not to be forgiven");
        }
    }

    static class TaggedOtherwise extends Writing {
        @RuleTest(rule = RULE)
        @EventMethodSource("shell")
        void test() {}

        @Test
        @Tag(RuleTest.TAG)
        void another() {
            throw new AssertionError("another test");
        }
    }

    static class Matrix extends Writing {
        static void shellIn(EventBuilder events, String pod) {
            events.pod(pod, "default")
                    .container("jenkins", "jenkins:2")
                    .process("/usr/bin/java")
                    .onTerminal()
                    .spawns("/bin/bash");
        }

        @RuleTestMatrix(
                test = @RuleTest(rule = RULE),
                values =
                        @RuleTestMatrix.Values(
                                name = "pod",
                                of = {"jenkins-0", "web.other"}))
        @EventMethodSource("shellIn")
        void inPods() {}

        @RuleTestMatrix(
                test = @RuleTest(rule = RULE),
                values = {})
        @EventMethodSource("shell")
        void inNone() {}
    }

    static class TooSlow extends Writing {
        static void never(EventBuilder events) throws InterruptedException {
            new CountDownLatch(1).await();
        }

        @Timeout(value = 300, unit = TimeUnit.MILLISECONDS)
        @RuleTest(rule = RULE)
        @EventMethodSource("never")
        void inItsSource() {}

        @Timeout(value = 300, unit = TimeUnit.MILLISECONDS)
        @RuleTest(rule = RULE)
        @EventMethodSource("shell")
        void inItsBody() throws InterruptedException {
            new CountDownLatch(1).await();
        }

        @RuleTest(rule = RULE)
        @EventMethodSource("shell")
        void afterwards() {}
    }

    abstract static class Base extends Writing {
        @RuleTest(rule = RULE)
        @EventMethodSource("shell")
        void inherited() {}
    }

    static class Heir extends Base {}

    static class OtherHeir extends Base {}

    @SuppressWarnings("UnusedNestedClass") // only its name is read
    private static class PrivateHeir extends Base {}

    static class Heirs {
        class NotNested extends Base {}
    }

    static class Around extends Writing {
        @Nested
        class Inner {
            @RuleTest(rule = RULE)
            @ScenarioSource("nowhere")
            void test() {}
        }

        class NotNested {
            @RuleTest(rule = RULE)
            @EventMethodSource("shell")
            void test() {}
        }
    }

    static class Overridden extends Base {
        @Override
        void inherited() {}
    }
}
