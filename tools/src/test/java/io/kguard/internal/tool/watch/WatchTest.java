// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.console.Console;
import io.kguard.internal.verify.PlayOptions;
import io.kguard.internal.verify.RuleOptions;
import io.kguard.internal.verify.ScenarioOptions;
import io.kguard.internal.verify.VerifyOptions;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.verdict.CheckResult;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is saved is judged: rules on the events that are kept, scenarios by playing them. */
@RequiresRoot
@Timeout(120)
class WatchTest {
    private static final String RULES = """
            - list: readers
              items: [cat, head]
            - rule: Passwords read
              desc: d
              condition: evt.type in (open, openat, openat2) and fd.name = /etc/shadow and proc.name in (readers)
              output: read by %proc.name
              priority: INFO
            - rule: Groups read
              desc: d
              condition: evt.type in (open, openat, openat2) and fd.name = /etc/gshadow
              output: read
              priority: INFO
            """;

    private static final String SCENARIO = """
            scenario: ID
            title: Reads the file
            attack: [T1003.008]
            pods: [{metadata: {name: web}, spec: {containers: [{name: web, image: base}]}}]
            steps:
              - exec: {pod: web, command: [cat, /etc/FILE], output: "root:"}
            fires: [RULE]
            """;

    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();
    private Path rules = Path.of("");
    private Path scenarios = Path.of("");

    @BeforeEach
    void write() throws IOException {
        rules = Files.createDirectories(folder.resolve("rules"));
        scenarios = Files.createDirectories(folder.resolve("scenarios"));
        Files.writeString(rules.resolve("own.yaml"), RULES);
        scenario("shadow", "shadow", "Passwords read");
        scenario("groups", "gshadow", "Groups read");
    }

    private void scenario(String id, String file, String rule) throws IOException {
        Files.writeString(
                scenarios.resolve(id + ".yaml"),
                SCENARIO.replace("ID", id).replace("FILE", file).replace("RULE", rule));
    }

    private Watch open() throws IOException {
        return open(new URLClassLoader(new URL[0], null));
    }

    private Watch open(ClassLoader jars) throws IOException {
        return Watch.open(
                new VerifyOptions(
                        new RuleOptions(List.of(rules), FalcoVersion.CURRENT, Matching.ALL, false),
                        new ScenarioOptions(List.of(scenarios), jars),
                        new PlayOptions(SimulatorOptions.configured(), 2)),
                Console.plain(lines::add));
    }

    @Test
    void aSavedRuleIsJudgedOnTheEventsThatAreKept() throws Exception {
        try (Watch watch = open()) {
            assertThat(watch.playAll()).hasSize(2).allMatch(CheckResult::isPassed);
            assertThat(watch.standing()).startsWith("2 of 2 checks pass.");

            Files.writeString(rules.resolve("own.yaml"), RULES.replace("[cat, head]", "[head]"));
            assertThat(watch.next()).singleElement().satisfies(check -> {
                assertThat(check.rule()).isEqualTo("Passwords read");
                assertThat(check.isPassed()).isFalse();
                assertThat(check.verdict().reason()).contains("proc.name in (head)");
            });
            assertThat(watch.standing()).startsWith("1 of 2 checks pass.");

            Files.writeString(rules.resolve("own.yaml"), RULES.replace("INFO", "NOTHING"));
            assertThat(watch.next()).isEmpty();
            assertThat(lines).last().isEqualTo("Waiting for a correction.");

            Files.writeString(rules.resolve("own.yaml"), RULES);
            assertThat(watch.next()).singleElement().matches(CheckResult::isPassed);
            assertThat(lines).contains("passes again: rule \"Passwords read\" in scenario shadow");
        }
    }

    @Test
    void aSavedScenarioIsPlayed() throws Exception {
        try (Watch watch = open()) {
            watch.playAll();
            scenario("groups", "shadow", "Groups read");
            List<CheckResult> results = watch.next();
            assertThat(results).singleElement().satisfies(check -> {
                assertThat(check.scenario()).isEqualTo("groups");
                assertThat(check.isPassed()).isFalse();
            });

            scenario("more", "gshadow", "Groups read");
            assertThat(watch.next()).extracting(CheckResult::scenario).containsExactly("more");
            assertThat(watch.standing()).startsWith("2 of 3 checks pass.");

            Files.delete(scenarios.resolve("groups.yaml"));
            assertThat(watch.next()).isEmpty();
            assertThat(watch.standing()).startsWith("2 of 2 checks pass.");
        }
    }

    @Test
    void whatARuleNeedsAndNobodyRecordedIsPlayed() throws Exception {
        try (Watch watch = open()) {
            watch.playAll();
            Files.writeString(
                    rules.resolve("own.yaml"),
                    RULES.replace("fd.name = /etc/gshadow", "fd.name = /etc/gshadow or evt.type = switch"));
            assertThat(watch.next()).extracting(CheckResult::rule).contains("Groups read");
        }
    }

    @Test
    void aScenarioThatTakesItsNamespaceFromTheRulesIsPlayedInAnother() throws Exception {
        String watched = """
                - list: watched
                  items: [shop]
                - rule: Hosts read
                  desc: d
                  condition: evt.type in (open, openat, openat2) and fd.name = /etc/hosts and k8s.ns.name in (watched)
                  output: read
                  priority: INFO
                """;
        Files.writeString(rules.resolve("watched.yaml"), watched);
        Files.writeString(scenarios.resolve("watched.yaml"), """
                scenario: watched
                title: Reads the file
                attack: [T1003.008]
                needs: {list: watched, value: namespace}
                values: {namespace: default}
                pods:
                  - {metadata: {name: web, namespace: "${namespace}"}, spec: {containers: [{name: web, image: base}]}}
                steps:
                  - exec: {pod: web, command: [cat, /etc/hosts], output: localhost}
                fires: [Hosts read]
                """);
        try (Watch watch = open()) {
            assertThat(watch.playAll()).hasSize(3).allMatch(CheckResult::isPassed);

            Files.writeString(rules.resolve("watched.yaml"), watched.replace("[shop]", "[payments]"));
            assertThat(watch.next()).singleElement().satisfies(check -> {
                assertThat(check.rule()).isEqualTo("Hosts read");
                assertThat(check.isPassed()).as(check.verdict().reason()).isTrue();
            });

            Files.writeString(rules.resolve("watched.yaml"), watched.replace("[shop]", "[]"));
            assertThat(watch.next()).isEmpty();
            assertThat(lines)
                    .anyMatch(
                            line -> line.contains("needs your settings") && line.contains("the list watched is empty"));
            assertThat(watch.standing()).startsWith("2 of 2 checks pass.");
        }
    }

    /** The catalogue is looked for when the rules have been read, and before any scenario is played. */
    @Test
    void whatIsSavedWhileItBeginsIsNotMissed() throws Exception {
        String changed = RULES.replace("[cat, head]", "[head]");
        ClassLoader late = new ClassLoader(null) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                Files.writeString(rules.resolve("own.yaml"), changed);
                return Collections.emptyEnumeration();
            }
        };
        try (Watch watch = open(late)) {
            watch.playAll();
            assertThat(watch.next()).singleElement().satisfies(check -> {
                assertThat(check.rule()).isEqualTo("Passwords read");
                assertThat(check.isPassed()).isFalse();
            });
        }
    }

    @Test
    void everythingIsPlayedOnRequest() throws Exception {
        try (Watch watch = open()) {
            watch.playAll();
            watch.request();
            assertThat(watch.next()).hasSize(2).allMatch(CheckResult::isPassed);
        }
    }
}
