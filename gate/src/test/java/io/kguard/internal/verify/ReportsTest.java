// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.console.Console;
import io.kguard.internal.report.Annotations;
import io.kguard.internal.report.JsonSchema;
import io.kguard.internal.result.SuiteResult;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reports of a run whose check fails, as a job of GitHub gets them. */
class ReportsTest {
    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();

    private SuiteResult verify(String rules, Map<String, String> environment) throws IOException {
        Files.writeString(folder.resolve("a.events.yaml"), """
                processes: [{name: cat, path: /usr/bin/cat}]
                actions: [{cat: {reads: /etc/hosts}}]
                """);
        Path scenario = Files.writeString(folder.resolve("a.yaml"), """
                scenario: read
                title: A read
                attack: [T1003.008]
                events: a.events.yaml
                fires: [Shadow read]
                """);
        VerifyOptions options = new VerifyOptions(
                new RuleOptions(
                        List.of(Files.writeString(folder.resolve("rules.yaml"), rules)),
                        FalcoVersion.CURRENT,
                        null,
                        false),
                new ScenarioOptions(List.of(scenario), new URLClassLoader(new URL[0], null)),
                new PlayOptions(SimulatorOptions.configured(), 1));
        ReportOptions reports = new ReportOptions(folder.resolve("reports"), Annotations.AUTO, environment, "");
        return new Verification(options, null, reports, Console.plain(lines::add)).run();
    }

    private static String rule(String file) {
        return """
                - rule: Shadow read
                  desc: d
                  condition: evt.type = openat and fd.name = %s
                  output: read
                  priority: WARNING
                """.formatted(file);
    }

    @Test
    void githubGetsAnnotationsAndTheSummaryAfterThatOfOthers() throws IOException {
        Path summary = Files.writeString(folder.resolve("summary"), "of another step\n");
        SuiteResult result = verify(
                rule("/etc/shadow"), Map.of("GITHUB_ACTIONS", "true", "GITHUB_STEP_SUMMARY", summary.toString()));

        assertThat(result.failed()).isEqualTo(1);
        assertThat(lines)
                .filteredOn(line -> line.startsWith("::error "))
                .singleElement()
                .asString()
                .contains(
                        "rules.yaml,line=3,col=36,title=Shadow read fires in read::Rule \"Shadow read\" did not fire");
        assertThat(Files.readString(summary))
                .startsWith("of another step\n## kguard: failed\n")
                .contains("**1 of 1 rule has a check.**");
        assertThat(folder.resolve("reports/checks.sarif")).content().contains("KGUARD_FAILED");
        assertThat(folder.resolve("reports/attack-navigator.json")).content().doesNotContain("T1003");
    }

    /** The closest event passes the macro, and fails at the group of the next line. */
    @Test
    void theClauseThatFailedIsTheOneInTheRuleOnItsOwnLine() throws IOException {
        verify("""
                - macro: opened
                  condition: evt.type = openat
                - rule: Shadow read
                  desc: d
                  condition: >
                    opened
                    and (proc.name = dog or proc.name = cow)
                    and fd.name = /etc/hosts
                  output: read
                  priority: WARNING
                """, Map.of("GITHUB_ACTIONS", "true"));

        assertThat(lines).anyMatch(line -> line.startsWith("::error ") && line.contains("rules.yaml,line=7,col="));
        assertThat(folder.resolve("reports/checks.sarif")).content().contains("\"startLine\": 7");
        assertThat(folder.resolve("reports/TEST-kguard.xml")).content().contains("line=\"3\"");
        String json = Files.readString(folder.resolve("reports/results.json"));
        assertThat(JsonSchema.ofResults().faults(json)).isEmpty();
        assertThat(json).containsPattern("\"clause\": \\{\"file\": \"[^\"]+rules.yaml\", \"line\": 7,");
    }

    /** No event has the rule's type, so no clause is to blame. */
    @Test
    void aRuleThatNoEventReachesIsMarkedAtItsBegin() throws IOException {
        verify(rule("/etc/shadow").replace("openat", "ptrace"), Map.of("GITHUB_ACTIONS", "true"));

        assertThat(lines).anyMatch(line -> line.startsWith("::error ") && line.contains("rules.yaml,line=1,col=3,"));
        assertThat(folder.resolve("reports/results.json")).content().doesNotContain("\"clause\"");
    }

    @Test
    void noServerGetsAnythingElsewhere() throws IOException {
        verify(rule("/etc/hosts"), Map.of());

        assertThat(lines).noneMatch(line -> line.startsWith("::"));
        assertThat(folder.resolve("reports/attack-navigator.json")).content().contains("\"T1003.008\"");
        assertThat(folder.resolve("reports/checks.sarif")).content().doesNotContain("ruleIndex");
    }

    @Test
    void rulesThatDoNotLoadAreReportedToo() throws IOException {
        verify("- rule: [", Map.of("GITHUB_ACTIONS", "true"));

        assertThat(lines).anyMatch(line -> line.startsWith("::error title=kguard::The rules do not load."));
        assertThat(folder.resolve("reports/report.html"))
                .content()
                .contains("Nothing was checked", "The rules do not load.");
    }

    @Test
    void theReportsOfAnEarlierRunAreRemovedButWhatTheNextIsComparedWith() throws IOException {
        verify(rule("/etc/hosts"), Map.of());
        Reports.remove(folder.resolve("reports"));

        try (var left = Files.list(folder.resolve("reports"))) {
            assertThat(left).extracting(file -> file.getFileName().toString()).containsExactly("last-run.tsv");
        }
    }

    @Test
    void aDamagedFileOfTheLastRunLosesNoReports() throws IOException {
        Files.createDirectories(folder.resolve("reports"));
        Files.write(folder.resolve("reports/last-run.tsv"), new byte[] {(byte) 0xff, '\n', (byte) 0xfe});

        verify(rule("/etc/hosts"), Map.of());

        assertThat(folder.resolve("reports/report.html")).exists();
        assertThat(folder.resolve("reports/last-run.tsv")).content().startsWith("# kguard, the last run: ");
    }
}
