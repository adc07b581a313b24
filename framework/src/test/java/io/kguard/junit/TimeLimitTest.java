// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.kguard.capture.EventBuilder;
import io.kguard.requirement.RequiresRoot;
import io.kguard.verdict.UntrustedException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.testkit.engine.EngineTestKit;

/** JUnit's time limits also end what is played before a test's method. */
@Execution(ExecutionMode.SAME_THREAD) // some of them play
class TimeLimitTest {
    private static final String RULES = "../sample-rules/src/kguard/rules/container-rules.yaml";
    private static final String RULE = "Terminal shell in container";

    private static EngineTestKit.Builder kit(Class<?>... types) {
        EngineTestKit.Builder kit = EngineTestKit.engine("junit-jupiter");
        for (Class<?> type : types) {
            kit.selectors(selectClass(type));
        }
        return kit;
    }

    @Test
    @RequiresRoot
    void aSimulationThatReachesTheLimitIsAnErrorAndTheNextOnePasses() {
        TriedTests tried = TriedTests.run(kit(Live.class));
        assertThat(tried.thrown("aHangs"))
                .isInstanceOf(UntrustedException.class)
                .hasMessage("The test reached its limit of 3 s (@Timeout).");
        assertThat(tried.results().get("bPasses").getThrowable()).isEmpty();
        assertThat(tried.results().get("cPassesWithinTheLimit").getThrowable()).isEmpty();
    }

    @Test
    void theLimitOfTheMethodCountsBeforeThatOfTheClass() {
        TriedTests tried = TriedTests.run(kit(Written.class));
        assertThat(tried.thrown("ofTheMethod")).hasMessage("The test reached its limit of 50 ms (@Timeout).");
        assertThat(tried.thrown("ofTheClass")).hasMessage("The test reached its limit of 200 ms (@Timeout).");
        assertThat(tried.thrown("ofAnEnclosingClass")).hasMessage("The test reached its limit of 200 ms (@Timeout).");
        assertThat(tried.results().get("isFast").getThrowable()).isEmpty();
    }

    @Test
    void theLimitOfTheSettingsCounts() {
        for (String limit : new String[] {"100 ms", "100ms"}) {
            assertThat(TriedTests.run(kit(WithoutLimit.class)
                                    .configurationParameter("junit.jupiter.execution.timeout.default", limit))
                            .thrown("hangs"))
                    .hasMessage("The test reached its limit of 100 ms (junit.jupiter.execution.timeout.default).");
        }
        assertThat(TriedTests.run(kit(WithoutLimit.class)
                                .configurationParameter("junit.jupiter.execution.timeout.default", "1 h")
                                .configurationParameter("junit.jupiter.execution.timeout.test.method.default", "1"))
                        .thrown("hangs"))
                .hasMessage("The test reached its limit of 1 s (junit.jupiter.execution.timeout.test.method.default).");
    }

    @Test
    void aLimitThatIsSwitchedOffDoesNotCount() {
        TriedTests tried = TriedTests.run(
                kit(Slow.class).configurationParameter("junit.jupiter.execution.timeout.mode", "disabled"));
        assertThat(tried.results().get("isSlow").getThrowable()).isEmpty();
        assertThat(TriedTests.run(kit(Slow.class)).thrown("isSlow"))
                .hasMessage("The test reached its limit of 1 ms (@Timeout).");
    }

    @Test
    void theMistakesOfOthersStayWhatTheyAre() {
        assertThat(TriedTests.run(kit(Mistaken.class)).thrown("namesNoMethod"))
                .hasMessageContaining("@EventMethodSource(\"nobody\") must name a method");
    }

    @KGuard(
            rules = RULES,
            scenarios = {
                "src/test/resources/scenarios/hangs.yaml",
                "../attack-scenarios/src/main/resources/kguard/scenarios"
            })
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class Live {
        @Timeout(3)
        @RuleTest(rule = RULE)
        @ScenarioSource("hangs")
        void aHangs() {}

        @RuleTest(rule = RULE)
        @ScenarioSource("kubectl-exec-shell")
        void bPasses() {}

        @Timeout(60)
        @RuleTest(rule = RULE)
        @ScenarioSource("kubectl-exec-shell")
        void cPassesWithinTheLimit() {}
    }

    /** Writes an event on which the rule fires, or never ends. */
    @KGuard(rules = RULES)
    abstract static class Writing {
        static void never(EventBuilder events) throws InterruptedException {
            new CountDownLatch(1).await();
        }

        static void shell(EventBuilder events) {
            events.pod("jenkins-0", "default")
                    .container("jenkins", "jenkins:2")
                    .process("/usr/bin/java")
                    .onTerminal()
                    .spawns("/bin/bash");
        }
    }

    @Timeout(value = 200, unit = TimeUnit.MILLISECONDS)
    static class Written extends Writing {
        @Timeout(value = 50, unit = TimeUnit.MILLISECONDS)
        @RuleTest(rule = RULE)
        @EventMethodSource("never")
        void ofTheMethod() {}

        @RuleTest(rule = RULE)
        @EventMethodSource("never")
        void ofTheClass() {}

        @Timeout(60)
        @RuleTest(rule = RULE)
        @EventMethodSource("shell")
        void isFast() {}

        @Nested
        class Inner {
            @RuleTest(rule = RULE)
            @EventMethodSource("never")
            void ofAnEnclosingClass() {}
        }
    }

    static class WithoutLimit extends Writing {
        @RuleTest(rule = RULE)
        @EventMethodSource("never")
        void hangs() {}
    }

    static class Slow extends Writing {
        /** Takes longer than a millisecond. */
        static void slow(EventBuilder events) throws InterruptedException {
            new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
            shell(events);
        }

        @Timeout(value = 1, unit = TimeUnit.MILLISECONDS)
        @RuleTest(rule = RULE)
        @EventMethodSource("slow")
        void isSlow() {}
    }

    static class Mistaken extends Writing {
        @Timeout(60)
        @RuleTest(rule = RULE)
        @EventMethodSource("nobody")
        void namesNoMethod() {}
    }
}
