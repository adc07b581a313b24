// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import static io.kguard.assertion.KguardAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.kguard.capture.EventBuilder;
import io.kguard.requirement.RequiresRoot;
import io.kguard.verdict.Detections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

/** A rule test that runs with several values. */
@Execution(ExecutionMode.SAME_THREAD) // some of them play
class RuleTestMatrixTest {
    private static final String RULES = "../sample-rules/src/kguard/rules/container-rules.yaml";
    private static final String RULE = "Terminal shell in container";

    private static TriedTests run(Class<?> type) {
        return TriedTests.run(EngineTestKit.engine("junit-jupiter").selectors(selectClass(type)));
    }

    private static String mistake(Class<?> type) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(type))
                .execute()
                .allEvents()
                .failed()
                .list()
                .get(0)
                .getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow()
                .getMessage();
    }

    @Test
    void eachCombinationIsATestOfItsOwn() {
        TriedTests tried = run(Shells.class);
        assertThat(tried.results().keySet())
                .containsExactlyInAnyOrder(
                        "shell=bash, pod=jenkins-0",
                        "shell=bash, pod=other-0",
                        "shell=sh, pod=jenkins-0",
                        "shell=sh, pod=other-0");
        assertThat(tried.results().get("shell=sh, pod=jenkins-0").getThrowable())
                .isEmpty();
        assertThat(tried.thrown("shell=sh, pod=other-0"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("did not fire in scenario Shells.shell");
    }

    @Test
    void namesOfSourcesHaveThem() {
        TriedTests tried = run(Files.class);
        assertThat(tried.thrown("name=one")).hasMessageContaining("could not be judged in scenario nowhere-one.scap");
        assertThat(tried.thrown("name=two")).hasMessageContaining("could not be judged in scenario nowhere-two.scap");
    }

    @Test
    @RequiresRoot
    void aScenarioHasThem() {
        TriedTests tried = run(OfScenario.class);
        assertThat(tried.results().keySet())
                .containsExactlyInAnyOrder(
                        "shell=bash, pod=jenkins-0",
                        "shell=bash, pod=web-0",
                        "shell=dash, pod=jenkins-0",
                        "shell=dash, pod=web-0");
        assertThat(tried.results().get("shell=bash, pod=jenkins-0").getThrowable())
                .isEmpty();
        assertThat(tried.thrown("shell=dash, pod=jenkins-0")).isInstanceOf(AssertionError.class);
        assertThat(tried.thrown("shell=bash, pod=web-0")).isInstanceOf(AssertionError.class);
        assertThat(run(OfAnotherValue.class).thrown("program=bash"))
                .hasMessageContaining("the file has no value \"program\"");
    }

    @Test
    void mistakesAreTold() {
        assertThat(mistake(WithoutValues.class))
                .isEqualTo("@RuleTestMatrix of test has no values; without any, use @RuleTest alone");
        assertThat(mistake(WithoutAValue.class)).isEqualTo("@RuleTestMatrix of test has no value of shell");
        assertThat(mistake(Unused.class))
                .isEqualTo("the value shell has no effect: neither the rule nor a.scap has ${shell} in its name");
        assertThat(mistake(OtherParameters.class))
                .endsWith("its parameters must be an EventBuilder and a String for each of shell");
        assertThat(mistake(TooMany.class))
                .isEqualTo("@RuleTestMatrix of test has more than 1000 combinations of values");
    }

    @KGuard(rules = RULES)
    abstract static class Writing {
        static void shell(EventBuilder events, String shell, String pod) {
            events.pod(pod, "default")
                    .container("jenkins", "jenkins:2")
                    .process("/usr/bin/java")
                    .onTerminal()
                    .spawns("/bin/" + shell);
        }
    }

    static class Shells extends Writing {
        @RuleTestMatrix(
                test = @RuleTest(rule = RULE),
                values = {
                    @RuleTestMatrix.Values(
                            name = "shell",
                            of = {"bash", "sh"}),
                    @RuleTestMatrix.Values(
                            name = "pod",
                            of = {"jenkins-0", "other-0"})
                })
        @EventMethodSource("shell")
        void isReported(String shell, Detections detections, String pod) {
            assertThat(detections).onlyRule(RULE).hasField("proc.name", shell).hasField("k8s.pod.name", pod);
        }
    }

    @KGuard(rules = RULES)
    static class Files {
        @RuleTestMatrix(
                test = @RuleTest(rule = RULE),
                values =
                        @RuleTestMatrix.Values(
                                name = "name",
                                of = {"one", "two"}))
        @CaptureSource("nowhere-${name}.scap")
        void test() {}
    }

    @KGuard(rules = RULES, scenarios = "src/test/resources/scenarios/shells.yaml")
    static class OfScenario {
        @RuleTestMatrix(
                test = @RuleTest(rule = RULE),
                values = {
                    @RuleTestMatrix.Values(
                            name = "shell",
                            of = {"bash", "dash"}),
                    @RuleTestMatrix.Values(
                            name = "pod",
                            of = {"jenkins-0", "web-0"})
                })
        @ScenarioSource("shells")
        void test() {}
    }

    @KGuard(rules = RULES, scenarios = "src/test/resources/scenarios/shells.yaml")
    static class OfAnotherValue {
        @RuleTestMatrix(test = @RuleTest(rule = RULE), values = @RuleTestMatrix.Values(name = "program", of = "bash"))
        @ScenarioSource("shells")
        void test() {}
    }

    @KGuard(rules = RULES)
    static class WithoutValues {
        @RuleTestMatrix(
                test = @RuleTest(rule = RULE),
                values = {})
        @CaptureSource("a.scap")
        void test() {}
    }

    @KGuard(rules = RULES)
    static class WithoutAValue {
        @RuleTestMatrix(
                test = @RuleTest(rule = RULE),
                values =
                        @RuleTestMatrix.Values(
                                name = "shell",
                                of = {}))
        @CaptureSource("a.scap")
        void test() {}
    }

    @KGuard(rules = RULES)
    static class Unused {
        @RuleTestMatrix(test = @RuleTest(rule = RULE), values = @RuleTestMatrix.Values(name = "shell", of = "bash"))
        @CaptureSource("a.scap")
        void test() {}
    }

    static class OtherParameters extends Writing {
        @RuleTestMatrix(test = @RuleTest(rule = RULE), values = @RuleTestMatrix.Values(name = "shell", of = "bash"))
        @EventMethodSource("shell")
        void test() {}
    }

    @KGuard(rules = RULES)
    static class TooMany {
        @RuleTestMatrix(
                test = @RuleTest(rule = RULE),
                values = {
                    @RuleTestMatrix.Values(
                            name = "a",
                            of = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"}),
                    @RuleTestMatrix.Values(
                            name = "b",
                            of = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}),
                    @RuleTestMatrix.Values(
                            name = "c",
                            of = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"})
                })
        @CaptureSource("a.scap")
        void test() {}
    }
}
