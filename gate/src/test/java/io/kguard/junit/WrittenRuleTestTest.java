// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import static io.kguard.assertion.KguardAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.kguard.capture.EventBuilder;
import io.kguard.internal.ruletest.RuleTestRun;
import io.kguard.output.SidekickPayload;
import io.kguard.output.SidekickReceiver;
import io.kguard.verdict.Detections;
import io.kguard.verdict.EventOrigin;
import io.kguard.verdict.UntrustedException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Rule tests on written events, run with JUnit's test kit. */
@Isolated("it sets a property of the JVM")
class WrittenRuleTestTest {
    private static final String RULE = "Terminal shell in container";
    private static final String RULES = "../sample-rules/src/kguard/rules";
    private static final String FILE = "target/written-rule-test.yaml";
    private static final String CONFIG = "target/written-rule-falco.yaml";
    private static final String TEXT_CONFIG = "target/written-rule-text.yaml";
    private static final String SILENT_CONFIG = "target/written-rule-silent.yaml";
    private static final String MISTAKE = "target/written-rule-mistake.yaml";

    @TempDir
    Path folder;

    @Test
    void eventsAreJudgedAsThoseOfACapture() throws IOException {
        Files.writeString(Path.of(FILE), """
                containers: [{name: jenkins, image: "jenkins:2", pod: jenkins-0}]
                processes: [{name: jenkins, path: /usr/bin/java, container: jenkins, terminal: true}]
                actions: [jenkins: {spawns: [/bin/bash]}]
                """);
        TriedTests tried = tried(Judged.class);

        assertThat(tried.results()).hasSize(5);
        assertThat(tried.results().get("fires").getThrowable()).isEmpty();
        assertThat(tried.results().get("firesFromAFile").getThrowable()).isEmpty();
        assertThat(tried.results().get("staysSilent").getThrowable()).isEmpty();
        assertThat(tried.thrown("doesNotFire"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("did not fire in scenario Judged.scriptedShell")
                .hasMessageMatching("(?s).*\\[NO ] proc.tty != 0 +0.*");
        assertThat(tried.thrown("isSilentUntested"))
                .isInstanceOf(UntrustedException.class)
                .hasMessageContaining("proves nothing");
    }

    @Test
    void theWritingMethodMayBeOutsideOrHaveTheNameOfTheTest() {
        TriedTests tried = TriedTests.run(EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Outer.class), selectClass(Outer.Inner.class)));
        assertThat(tried.results()).hasSize(2);
        assertThat(tried.results().get("terminalShell").getThrowable()).isEmpty();
        assertThat(tried.results().get("inner").getThrowable()).isEmpty();
    }

    @Test
    void whatNeedsRootCanBeSkippedAsAWhole() {
        System.setProperty(RuleTest.LIVE, "off");
        try {
            Events tests = EngineTestKit.engine("junit-jupiter")
                    .selectors(selectClass(Mixed.class))
                    .execute()
                    .testEvents();
            assertThat(tests.skipped().stream())
                    .singleElement()
                    .satisfies(event -> assertThat(event.getRequiredPayload(String.class))
                            .isEqualTo("it plays a scenario, and -Dkguard.live=off leaves that out"));
            assertThat(tests.succeeded().count()).isEqualTo(1);
            System.setProperty(RuleTest.LIVE, "no");
            assertThat(TriedTests.run(EngineTestKit.engine("junit-jupiter").selectors(selectClass(Mixed.class)))
                            .thrown("live"))
                    .hasStackTraceContaining("kguard.live is \"no\"; it can be on, off or only");
        } finally {
            System.clearProperty(RuleTest.LIVE);
        }
    }

    @Test
    void mistakesAreToldInTermsOfTheTest() throws IOException {
        Files.writeString(Path.of(MISTAKE), "processes: []\nactions: [{nginx: {reads: /x}}]\n");
        TriedTests tried = tried(Misused.class);

        assertThat(tried.results()).hasSize(8);
        assertThat(tried.thrown("ofTwo"))
                .hasMessageContaining("names 2 sources of events; it needs one of @ScenarioSource,");
        assertThat(tried.thrown("ofMistake")).hasMessageStartingWith(MISTAKE + ":2:12: no process is named");
        assertThat(tried.thrown("ofNoFile"))
                .hasMessageContaining("nowhere.yaml")
                .hasMessageContaining("no such file");
        assertThat(tried.thrown("ofNoMethod"))
                .hasMessage(
                        "@EventMethodSource(\"nowhere\") must name a method static void nowhere(EventBuilder events)"
                                + " of Misused: the class has no method of that name");
        assertThat(tried.thrown("ofInstanceMethod")).hasMessageEndingWith("the method is not static");
        assertThat(tried.thrown("ofResult")).hasMessageContaining("it must return void");
        assertThat(tried.thrown("ofThrower")).hasMessageContaining("Misused.thrower, which writes the events, threw");
        assertThat(tried.thrown("ofNothing"))
                .isInstanceOf(UntrustedException.class)
                .hasMessageContaining("no event was seen");
    }

    @Test
    void aForkedRunTellsWhereTheEventsCameFrom() throws IOException {
        String name = Forked.class.getName().replace('.', '/') + ".class";
        Path copy = folder.resolve(name);
        Files.createDirectories(copy.getParent());
        Files.copy(Path.of("target/test-classes", name), copy);
        List<Path> classPath = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");

        RuleTestRun.Outcome outcome = new RuleTestRun(java, classPath, folder, Path.of("."), Map.of(), 5).run();

        assertThat(outcome.problem()).isEmpty();
        assertThat(outcome.checks())
                .hasSize(2)
                .allSatisfy(check -> assertThat(check.origin()).isEqualTo(EventOrigin.WRITTEN))
                .extracting(check -> check.verdict().word())
                .containsExactlyInAnyOrder("passed", "error");
    }

    @Test
    void whatArrivesAtSidekickCanBeLookedAt() throws IOException {
        Files.writeString(Path.of(CONFIG), """
                json_output: true
                append_output: [{extra_output: "on %evt.hostname", match: {source: syscall}}]
                http_output: {enabled: true, url: "http://falcosidekick.monitoring:2801"}
                """);
        Files.writeString(Path.of(TEXT_CONFIG), """
                json_output: false
                http_output: {enabled: true, url: "http://falcosidekick.monitoring:2801"}
                """);
        Files.writeString(Path.of(SILENT_CONFIG), "json_output: true\nstdout_output: {enabled: true}\n");

        assertThat(tried(Sent.class).results().get("arrives").getThrowable()).isEmpty();
        assertThat(tried(SentAsConfigured.class).results().get("arrives").getThrowable())
                .isEmpty();
        assertThat(tried(SentAsText.class).results().get("isRefused").getThrowable())
                .isEmpty();
        assertThat(tried(SentNowhere.class).thrown("arrives"))
                .hasMessageContaining("http_output is not enabled, so no alert arrives at Sidekick");
    }

    private static TriedTests tried(Class<?> type) {
        return TriedTests.run(EngineTestKit.engine("junit-jupiter").selectors(selectClass(type)));
    }

    @KGuard(rules = RULES)
    static class Outer {
        static void terminalShell(EventBuilder events) {
            Judged.terminalShell(events);
        }

        @RuleTest(rule = RULE)
        @EventMethodSource("terminalShell")
        void terminalShell() {}

        @Nested
        class Inner {
            @RuleTest(rule = RULE)
            @EventMethodSource("terminalShell")
            void inner() {}
        }
    }

    @KGuard(rules = RULES)
    static class Mixed {
        @RuleTest(rule = RULE)
        @ScenarioSource("nowhere")
        void live() {}

        @RuleTest(rule = RULE)
        @EventMethodSource("terminalShell")
        void written() {}

        static void terminalShell(EventBuilder events) {
            Judged.terminalShell(events);
        }
    }

    @KGuard(rules = RULES)
    static class Judged {
        @RuleTest(rule = RULE)
        @EventMethodSource("terminalShell")
        void fires(Detections detections) {
            assertThat(detections).onlyRule(RULE).hasField("k8s.pod.name", "jenkins-0");
            assertThat(detections.origin()).isEqualTo(EventOrigin.WRITTEN);
        }

        @RuleTest(rule = RULE)
        @EventScriptSource(FILE)
        void firesFromAFile() {}

        @RuleTest(rule = RULE, silent = true)
        @EventMethodSource("scriptedShell")
        void staysSilent() {}

        @RuleTest(rule = RULE)
        @EventMethodSource("scriptedShell")
        void doesNotFire() {}

        @RuleTest(rule = RULE, silent = true)
        @EventMethodSource("fileRead")
        void isSilentUntested() {}

        static void terminalShell(EventBuilder events) {
            events.pod("jenkins-0", "default")
                    .container("jenkins", "jenkins:2")
                    .process("/usr/bin/java")
                    .onTerminal()
                    .spawns("/bin/bash");
        }

        static void scriptedShell(EventBuilder events) {
            events.pod("jenkins-0", "default")
                    .container("jenkins", "jenkins:2")
                    .process("/usr/bin/java")
                    .spawns("/bin/bash");
        }

        static void fileRead(EventBuilder events) {
            events.process("/bin/cat").reads("/etc/shadow");
        }
    }

    @KGuard(rules = RULES)
    static class Sent {
        @RuleTest(rule = RULE)
        @EventMethodSource("shell")
        void arrives(SidekickReceiver sidekick, Detections detections) {
            assertThat(sidekick.refusals()).isEmpty();
            assertThat(sidekick.payloads()).hasSameSizeAs(detections.alerts());
            SidekickPayload payload = sidekick.payloads().get(0);
            assertThat(payload.rule()).isEqualTo(RULE);
            assertThat(payload.outputFields()).containsEntry("k8s.pod.name", "jenkins-0");
            assertThat(SidekickReceiver.slack(payload).json())
                    .contains("jenkins-0")
                    .contains("Notice");
            assertThat(SidekickReceiver.teams(payload).json()).contains("jenkins-0");
        }

        static void shell(EventBuilder events) {
            Judged.terminalShell(events);
        }
    }

    @KGuard(rules = RULES, config = CONFIG)
    static class SentAsConfigured {
        @RuleTest(rule = RULE)
        @EventMethodSource("shell")
        void arrives(SidekickReceiver sidekick) {
            assertThat(sidekick.payloads().get(0).output()).contains(" on ");
            assertThat(sidekick.payloads().get(0).outputFields()).containsKey("evt.hostname");
        }

        static void shell(EventBuilder events) {
            Judged.terminalShell(events);
        }
    }

    @KGuard(rules = RULES, config = TEXT_CONFIG)
    static class SentAsText {
        @RuleTest(rule = RULE)
        @EventMethodSource("shell")
        void isRefused(SidekickReceiver sidekick) {
            assertThat(sidekick.payloads()).isEmpty();
            assertThat(sidekick.refusals()).hasSize(1);
        }

        static void shell(EventBuilder events) {
            Judged.terminalShell(events);
        }
    }

    @KGuard(rules = RULES, config = SILENT_CONFIG)
    static class SentNowhere {
        @RuleTest(rule = RULE)
        @EventMethodSource("shell")
        void arrives(SidekickReceiver sidekick) {}

        static void shell(EventBuilder events) {
            Judged.terminalShell(events);
        }
    }

    @KGuard(rules = RULES)
    static class Forked {
        @SuppressWarnings("deprecation") // it still runs
        @RuleTest(rule = RULE, written = "shell")
        void fires() {}

        @RuleTest(rule = RULE)
        @EventMethodSource("nowhere")
        void errs() {}

        static void shell(EventBuilder events) {
            Judged.terminalShell(events);
        }
    }

    @KGuard(rules = RULES)
    static class Misused {
        @RuleTest(rule = RULE)
        @EventScriptSource(FILE)
        @EventMethodSource("nothing")
        void ofTwo() {}

        @RuleTest(rule = RULE)
        @EventScriptSource(MISTAKE)
        void ofMistake() {}

        @RuleTest(rule = RULE)
        @EventScriptSource("nowhere.yaml")
        void ofNoFile() {}

        @RuleTest(rule = RULE)
        @EventMethodSource("nowhere")
        void ofNoMethod() {}

        @RuleTest(rule = RULE)
        @EventMethodSource("instance")
        void ofInstanceMethod() {}

        @RuleTest(rule = RULE)
        @EventMethodSource("result")
        void ofResult() {}

        @RuleTest(rule = RULE)
        @EventMethodSource("thrower")
        void ofThrower() {}

        @RuleTest(rule = RULE)
        @EventMethodSource("nothing")
        void ofNothing() {}

        void instance(EventBuilder events) {}

        static EventBuilder result(EventBuilder events) {
            return events;
        }

        static void thrower(EventBuilder events) {
            events.process("/bin/nc").connects("nobody", 1);
        }

        static void nothing(EventBuilder events) {}
    }
}
