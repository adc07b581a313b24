// SPDX-License-Identifier: Apache-2.0
package io.kguard.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresRoot;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.ScenarioReader;
import io.kguard.simulation.Simulator;
import io.kguard.verdict.Detections;
import io.kguard.verdict.Judge;
import io.kguard.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A rule on names of files is not silent about a file that events have in another folder than the kernel, or in none. */
@Tag("trust")
@Tag("runc")
@RequiresRoot
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RelativePathsTest {
    private static final String RULES = """
            - rule: Shadow opened
              desc: Any
              condition: evt.type in (open, openat, openat2) and fd.name = /etc/shadow
              output: "%fd.name"
              priority: NOTICE
            - rule: Probe ran
              desc: Any
              condition: evt.type in (execve, execveat) and proc.name = probe
              output: "%proc.name"
              priority: NOTICE
            """;

    private Path folder;
    private ProbeImage image;

    @BeforeAll
    void build(@TempDir Path temporary) throws Exception {
        folder = temporary;
        image = ProbeImage.build(temporary.resolve("image"), "src/test/c/relative.c");
        Files.writeString(image.folder().resolve("etc/shadow"), "root:*");
    }

    private Detections play(String way, String output) throws IOException {
        Path file = Files.writeString(folder.resolve(way + ".yaml"), """
                scenario: unnamed
                title: A file of a folder
                attack: [T1003]
                pods:
                  - metadata: {name: web-0, namespace: shop}
                    spec: {containers: [{name: web, image: "%s", command: [sleep, infinity]}]}
                steps:
                  - exec: {pod: web-0, command: [/bin/probe, %s], output: %s}
                fires: [{rule: Probe ran}]
                """.formatted(image.name(), way, output));
        RuleSet rules = RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).loadText("rules.yaml", RULES),
                EngineOptions.of(FalcoVersion.CURRENT));
        try (Simulator simulator = Simulator.open(FalcoVersion.CURRENT, List.of(folder))) {
            return simulator.run(ScenarioReader.read(file).get(0), rules);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tree | used in openat a path relative to a descriptor that no event names",
                "copied-tree | used in openat a path relative to /etc, which is /tmp as events tell",
                "in-tree | used in fchdir a path relative to a descriptor that no event names",
                "old-number | used in openat a path relative to /etc, which is /tmp as events tell",
                "skipped-chdir | calls whose start was not seen (types: chdir)",
                "skipped-copy | calls whose start was not seen (types: dup3)",
                "own-folder | used in openat a path relative to /etc, which is /tmp/ as events tell",
                "moved | used in openat a path relative to /tmp/after, which is /tmp/before/ as events tell",
                "received | took a descriptor from another process (recvmsg)"
            })
    void anotherFolderIsADoubt(String way, String doubt) throws Exception {
        Detections detections = play(way, "opened");
        assertThat(detections.doubts()).anySatisfy(it -> assertThat(it).contains(doubt));
        assertThat(Judge.judge(detections, Expectation.silent("Shadow opened"))).isInstanceOf(Verdict.Errored.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"folder", "deeper", "refused-chdir"})
    void theSameFolderIsNone(String way) throws Exception {
        Detections detections = play(way, "opened");
        assertThat(detections.doubts()).isEmpty();
        assertThat(Judge.judge(detections, Expectation.fires("Shadow opened"))).isInstanceOf(Verdict.Passed.class);
    }

    /** Falco has the name by which the process went there. */
    @ParameterizedTest
    @ValueSource(strings = {"link", "of-link"})
    void aLinkIsNone(String way) throws Exception {
        Detections detections = play(way, "opened");
        assertThat(detections.doubts()).isEmpty();
        assertThat(Judge.judge(detections, Expectation.silent("Shadow opened"))).isInstanceOf(Verdict.Passed.class);
    }

    @Test
    void aCallThatFailedIsNone() throws Exception {
        assertThat(play("closed", "failed").doubts()).isEmpty();
    }
}
