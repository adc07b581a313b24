// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.result.SuiteResult;
import io.kguard.output.FalcoConfig;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A suite with a falco.yaml. */
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

    private VerifyOptions options(String falcoYaml) throws IOException {
        Path config = Files.writeString(folder.resolve("falco.yaml"), falcoYaml + "stdout_output: {enabled: true}\n");
        return new VerifyOptions(
                        new RuleOptions(
                                List.of(Files.writeString(folder.resolve("rules.yaml"), RULES)),
                                FalcoVersion.CURRENT,
                                null,
                                false),
                        new ScenarioOptions(
                                List.of(Files.writeString(folder.resolve("reads.yaml"), SCENARIO)),
                                new URLClassLoader(new URL[0], null)),
                        new PlayOptions(SimulatorOptions.configured(), 1))
                .with(FalcoConfig.read(config, FalcoVersion.CURRENT));
    }

    @Test
    void whatTheConfigurationSaysOfRulesAndMatchingHolds() throws IOException {
        SuitePlan plan = SuitePlan.of(options("priority: warning\nrule_matching: all\n"));
        assertThat(plan.checks()).hasSize(1);
        assertThat(plan.refused())
                .singleElement()
                .satisfies(check -> assertThat(check.rule()).isEqualTo("Any read"));
        assertThat(plan.rules().options().matching()).isEqualTo(Matching.ALL);
    }

    /** A rule that fires here would be silent there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "engine: {kind: nodriver}\n",
                "engine: {kind: gvisor}\n",
                "engine: {kind: replay}\n",
                "base_syscalls: {custom_set: [clone, '!openat']}\n",
                "engine: {kind: modern_ebpf, modern_ebpf: {drop_failed_exit: true}}\n"
            })
    void aConfigurationByWhichFalcoSeesLessIsAnError(String falcoYaml) throws IOException {
        SuiteResult result = new Verification(options(falcoYaml), null, folder.resolve("reports"), line -> {}).run();
        assertThat(result.isGreen()).isFalse();
        assertThat(result.problem())
                .contains("with this falco.yaml, Falco sees less than kguard")
                .contains("falco.yaml:1:");
    }

    /** Falco has no driver where it reads audit logs alone. */
    @Test
    void rulesOnAuditEventsNeedNoDriver() throws IOException {
        VerifyOptions options = options("engine: {kind: nodriver}\n");
        Files.writeString(folder.resolve("rules.yaml"), """
                - rule: Shadow read
                  desc: d
                  condition: ka.verb = create
                  output: o
                  priority: WARNING
                  source: k8s_audit
                """);
        assertThat(LessSeen.describe(options, SuitePlan.of(options))).isEmpty();
    }

    @Test
    void aConfigurationThatNamesNoSystemCallsIsNone() throws IOException {
        VerifyOptions options = options("""
                base_syscalls: {custom_set: [], repair: true}
                engine: {kind: modern_ebpf, modern_ebpf: {drop_failed_exit: false}}
                """);
        assertThat(Objects.requireNonNull(options.config()).unseen()).isEmpty();
    }
}
