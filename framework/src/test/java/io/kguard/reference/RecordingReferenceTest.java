// SPDX-License-Identifier: Apache-2.0
package io.kguard.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresRoot;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.simulation.Recorder;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Falco's library reads recordings of the shipped attacks. */
@RequiresRoot
@RequiresReference
class RecordingReferenceTest {
    private static final List<Path> SCENARIOS =
            List.of(Path.of("../attack-scenarios/src/main/resources", ScenarioCatalogue.RESOURCES));
    private static final ClassLoader LOADER = RecordingReferenceTest.class.getClassLoader();

    @TempDir
    Path folder;

    static List<String> scenarios() {
        return ScenarioCatalogue.load(LOADER, SCENARIOS).scenarios().stream()
                .filter(scenario -> !scenario.pods().isEmpty()) // without pods no system call is recorded
                .filter(scenario -> scenario.kind() == Scenario.Kind.CHECKED)
                .map(Scenario::id)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void aRecordingReadsTheSame(String scenario) throws IOException, InterruptedException {
        Path recording = folder.resolve("recording.scap");
        new Recorder(LOADER, SCENARIOS, FalcoVersion.V0_40, SimulatorOptions.configured()).record(scenario, recording);
        assertThat(RecordingReference.differences(recording)).isEmpty();
    }
}
