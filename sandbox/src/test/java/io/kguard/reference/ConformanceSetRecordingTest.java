// SPDX-License-Identifier: Apache-2.0
package io.kguard.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.ConformanceSet;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.simulation.Recorder;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The project has a recording of a few attacks of its catalogue and of their twins. {@code -Dkguard.golden=accept}, as root,
 * records those that are missing; the test of the set in {@code engine} then accepts their alerts.
 */
class ConformanceSetRecordingTest {
    private static final List<Path> SCENARIOS =
            List.of(Path.of("../attack-scenarios/src/main/resources", ScenarioCatalogue.RESOURCES));
    private static final ClassLoader LOADER = ConformanceSetRecordingTest.class.getClassLoader();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "batch-job-with-url",
                "cluster-service-contact",
                "config-file-changed",
                "config-file-read",
                "crypto-miner",
                "entrypoint-spawns-its-own",
                "entrypoint-spawns-stranger",
                "expected-listening-port",
                "harmless-host-mount",
                "kubectl-exec-shell",
                "kubectl-exec-token-theft",
                "kubectl-exec-without-tty",
                "kubectl-logs",
                "kubernetes-api-contact",
                "new-listening-port",
                "sensitive-host-mount"
            })
    void eachChosenScenarioHasARecording(String scenario) throws IOException {
        Path capture = ConformanceSet.FOLDER.resolve(scenario + ConformanceSet.ENDING);
        if ("accept".equals(System.getProperty("kguard.golden")) && !Files.exists(capture)) {
            new Recorder(LOADER, SCENARIOS, RuleLoader.of(FalcoVersion.V0_40), SimulatorOptions.configured())
                    .record(scenario, capture);
        }
        assertThat(capture).isRegularFile();
    }
}
