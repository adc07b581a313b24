package io.kguard.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.output.FalcoConfig;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A suite under a user's falco.yaml. */
class ConfiguredSuiteTest {
    private static final String RULES = """
            - rule: Shadow read
              desc: d
              condition: evt.type = openat and fd.name = /etc/shadow
              output: read
              priority: WARNING
            - rule: Any read
              desc: d
              condition: evt.type = openat
              output: read
              priority: NOTICE
            """;
    private static final String SCENARIO = """
            scenario: reads
            title: Reads
            attack: [T1003.008]
            pods: [{metadata: {name: web}, spec: {containers: [{name: web, image: base}]}}]
            steps:
              - exec: {pod: web, command: [cat, /etc/shadow]}
            fires: [Shadow read, Any read]
            """;

    @TempDir
    Path folder;

    @Test
    void whatTheConfigurationSaysOfRulesAndMatchingHolds() throws IOException {
        Path config = Files.writeString(
                folder.resolve("falco.yaml"),
                "priority: warning\nrule_matching: all\nstdout_output: {enabled: true}\n");
        SuitePlan plan = SuitePlan.of(new VerifyOptions(
                List.of(Files.writeString(folder.resolve("rules.yaml"), RULES)),
                List.of(Files.writeString(folder.resolve("reads.yaml"), SCENARIO)),
                new URLClassLoader(new URL[0], null),
                FalcoVersion.CURRENT,
                null,
                false,
                FalcoConfig.read(config, FalcoVersion.CURRENT),
                1,
                SimulatorOptions.configured()));
        assertThat(plan.checks()).hasSize(1);
        assertThat(plan.refused())
                .singleElement()
                .satisfies(check -> assertThat(check.rule()).isEqualTo("Any read"));
        assertThat(plan.rules().options().matching()).isEqualTo(Matching.ALL);
    }
}
