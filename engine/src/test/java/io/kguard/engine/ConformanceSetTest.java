// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The project's recordings give the alerts that are stored next to them. {@code -Dkguard.golden=accept} accepts new
 * ones.
 */
class ConformanceSetTest {
    private static final int CAPTURES_AT_LEAST = 15;

    static Stream<Arguments> replays() throws IOException {
        return ConformanceSet.captures().stream()
                .flatMap(capture -> Stream.of(FalcoVersion.values()).map(falco -> Arguments.of(capture, falco)));
    }

    @ParameterizedTest
    @MethodSource("replays")
    void aRecordingGivesTheAlertsBesideIt(Path capture, FalcoVersion falco) throws IOException {
        RuleSet rules = RuleSet.compile(
                RuleLoader.of(falco).load(ConformanceSet.FOLDER.resolve("rules.yaml")),
                EngineOptions.of(falco).withMatching(Matching.ALL));
        List<String> lines = new ArrayList<>();
        Replay.Result result = Replay.of(rules)
                .run(capture, alert -> {
                    // 0.40 has no rules for audit events
                    if (!falco.hasEnterEvents() || alert.source().equals("syscall")) {
                        lines.add(alert.eventNumber() + " " + alert.priority() + " " + alert.ruleName() + ": "
                                + alert.message());
                    }
                })
                .orThrow();

        assertThat(result.doubts()).isEmpty();
        String text = String.join("\n", lines) + "\n";
        String name = capture.getFileName().toString().replace(ConformanceSet.ENDING, "");
        // versions see the same of these acts but for the begin of system calls
        Path expected =
                ConformanceSet.FOLDER.resolve(name + (falco.hasEnterEvents() ? ".0.40" : ".current") + ".alerts");
        if ("accept".equals(System.getProperty("kguard.golden"))) {
            Files.writeString(expected, text);
        }
        assertThat(text).isEqualTo(Files.readString(expected));
    }

    @Test
    void everyRuleFires() throws IOException {
        List<String> unfired = new ArrayList<>();
        try (Stream<Path> files = Files.list(ConformanceSet.FOLDER)) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(f -> f.toString().endsWith(".alerts")).toList()) {
                all.append(Files.readString(file));
            }
            RuleLoader.of(FalcoVersion.CURRENT)
                    .load(ConformanceSet.FOLDER.resolve("rules.yaml"))
                    .orThrow()
                    .rules()
                    .stream()
                    .filter(rule -> all.indexOf(" " + rule.name() + ": ") < 0)
                    .forEach(rule -> unfired.add(rule.name()));
        }
        assertThat(unfired).isEmpty();
        assertThat(ConformanceSet.captures()).hasSizeGreaterThanOrEqualTo(CAPTURES_AT_LEAST);
    }
}
