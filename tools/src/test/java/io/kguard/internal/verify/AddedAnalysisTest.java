// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.console.Console;
import io.kguard.internal.goal.Goals;
import io.kguard.internal.option.Goal;
import io.kguard.internal.option.GoalParameter;
import io.kguard.internal.option.Settings;
import io.kguard.internal.report.Annotations;
import io.kguard.internal.result.Baseline;
import io.kguard.internal.result.SuiteResult;
import io.kguard.internal.result.Thresholds;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever adds an analysis writes {@link ChecksPerRule} and a line of registration: option, console, reports and merge show it. */
class AddedAnalysisTest {
    private static final Goal VERIFY = Goals.named("verify").orElseThrow();

    private final List<String> lines = new ArrayList<>();

    @TempDir
    private Path folder;

    private Path rules;
    private Path scenarios;

    @BeforeEach
    void writeProject() throws IOException {
        rules = Files.writeString(folder.resolve("rules.yaml"), """
                - rule: Passwords read
                  desc: The hashes are read
                  condition: evt.type = openat and fd.name = /etc/shadow
                  output: read
                  priority: WARNING
                """);
        scenarios = Files.createDirectory(folder.resolve("scenarios"));
        for (String name : List.of("one", "two")) {
            Files.writeString(scenarios.resolve(name + ".events.yaml"), """
                    processes: [{name: cat, path: /usr/bin/cat}]
                    actions: [{cat: {reads: /etc/shadow}}]
                    """);
            Files.writeString(scenarios.resolve(name + ".yaml"), """
                    scenario: %1$s
                    title: The hashes are read
                    attack: [T1003.008]
                    events: %1$s.events.yaml
                    fires: [Passwords read]
                    """.formatted(name));
        }
    }

    private VerifyOptions options(Map<String, List<String>> given) throws IOException {
        return new VerifyOptions(
                        new RuleOptions(List.of(rules), FalcoVersion.CURRENT, null, false),
                        new ScenarioOptions(List.of(scenarios), new URLClassLoader(new URL[0], null)),
                        new PlayOptions(SimulatorOptions.configured(), 2))
                .with(Analyses.asked(Settings.of(VERIFY, Path::of, given)));
    }

    private SuiteResult verify(VerifyOptions options) throws IOException {
        return new Verification(options, null, folder.resolve("reports"), lines::add).run();
    }

    @Test
    void itIsAskedForByAnOptionOfItsOwn() throws IOException {
        assertThat(VERIFY.parameters()).extracting(GoalParameter::option).contains("--checks-per-rule");
        assertThat(verify(options(Map.of())).isGreen()).isTrue();
        assertThat(lines).noneMatch(line -> line.startsWith("Checks of"));
        assertThat(folder.resolve("reports").resolve(ChecksPerRule.FILE)).doesNotExist();
    }

    /** What is observed of attacks without proof is told by every run, also by {@code kguard:baseline}. */
    @Test
    void whatNobodyAsksForIsAlwaysMade() {
        assertThat(Analyses.always()).extracting(Analysis::name).containsExactly("observed");
    }

    @Test
    void consoleAndReportsShowIt() throws IOException {
        assertThat(verify(options(Map.of("checksPerRule", List.of("true")))).isGreen())
                .isTrue();
        assertThat(lines).contains("Checks of Passwords read: 2");
        assertThat(folder.resolve("reports/report.html")).content().contains(">Checks per rule</h2>");
        assertThat(folder.resolve("reports").resolve(ChecksPerRule.FILE)).hasContent("{\"rules\": 1}");

        verify(options(Map.of()));
        assertThat(folder.resolve("reports").resolve(ChecksPerRule.FILE)).doesNotExist();
    }

    @Test
    void mergeShowsIt() throws IOException {
        VerifyOptions options = options(Map.of("checksPerRule", List.of("true")));
        for (String part : List.of("1/2", "2/2")) {
            verify(options.with(Sharding.of(part, null)));
        }
        lines.clear();
        SuiteResult merged = new Merge(
                        Set.of(),
                        Thresholds.NONE,
                        Baseline.NONE,
                        new ReportOptions(folder.resolve("merged"), Annotations.OFF, Map.of(), ""),
                        Console.plain(lines::add))
                .run(List.of(folder.resolve("reports")));

        assertThat(merged.isGreen()).as("%s", lines).isTrue();
        assertThat(merged.checks()).hasSize(2);
        assertThat(lines).contains("Checks of Passwords read: 1");
        assertThat(folder.resolve("merged/report.html")).content().contains(">Checks per rule</h2>");
        assertThat(folder.resolve("merged").resolve(ChecksPerRule.FILE))
                .hasContent("[{\"rules\": 1}\n,\n{\"rules\": 1}]");
    }
}
