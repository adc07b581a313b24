// SPDX-License-Identifier: Apache-2.0
package io.kguard.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresRoot;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.simulation.RequiresPackageImages;
import io.kguard.simulation.Simulator;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.verdict.Detections;
import io.kguard.verdict.SideBySide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Falco's library reads recordings of the shipped attacks. */
@RequiresPackageImages
@RequiresRoot
@RequiresReference
class RecordingReferenceTest {
    private static final Path SCENARIOS =
            Path.of("../attack-scenarios/src/main/resources", ScenarioCatalogue.RESOURCES);
    private static final FalcoVersion FALCO = FalcoVersion.V0_40;

    @TempDir
    Path folder;

    @Test
    void recordingsReadTheSame() throws InterruptedException {
        List<Scenario> played = ScenarioCatalogue.ofFiles(List.of(SCENARIOS)).scenarios().stream()
                .filter(scenario -> !scenario.pods().isEmpty()) // without pods no system call is recorded
                .filter(scenario -> scenario.kind() == Scenario.Kind.CHECKED)
                .filter(scenario -> scenario.id().hashCode() % 2 == 0) // each kind of event is in many of them
                .toList();
        RuleSet noRules = RuleSet.compile(RuleLoader.of(FALCO).loadText("no rules", "[]"), EngineOptions.of(FALCO));
        List<List<String>> differences;
        try (Simulator simulator = Simulator.open(SimulatorOptions.configured().withFalco(FALCO))) {
            differences = SideBySide.play(
                    2 * Runtime.getRuntime().availableProcessors(),
                    played,
                    scenario -> differences(simulator, scenario, noRules),
                    (scenario, reason) -> List.of(scenario.id() + ": " + reason));
        }
        assertThat(differences).hasSizeGreaterThan(100);
        assertThat(differences.stream().flatMap(List::stream)).isEmpty();
    }

    private List<String> differences(Simulator simulator, Scenario scenario, RuleSet rules) {
        Path recording = folder.resolve(scenario.id() + ".scap");
        try {
            Detections detections = simulator.record(scenario, rules, recording);
            List<String> found =
                    detections.isTrusted() ? RecordingReference.differences(recording) : detections.doubts();
            Files.delete(recording);
            return found.stream().map(text -> scenario.id() + ": " + text).toList();
        } catch (IOException e) {
            return List.of(scenario.id() + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(scenario.id() + ": the test was interrupted");
        }
    }
}
