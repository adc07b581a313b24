// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresRoot;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.verdict.Detections;
import io.kguard.verdict.SideBySide;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The everyday workloads of the catalogue do what they say, and the sample rules are silent on them. */
@RequiresRoot
class WorkloadsTest {
    private static final Path SCENARIOS =
            Path.of("../attack-scenarios/src/main/resources", ScenarioCatalogue.RESOURCES);
    private static final int WORKLOADS_AT_LEAST = 17;
    private static final int EVENTS_AT_LEAST = 300;

    @Test
    void areCompleteAndQuiet() throws Exception {
        RuleSet rules = RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).load(Path.of("../sample-rules/src/kguard/rules")),
                EngineOptions.of(FalcoVersion.CURRENT));
        List<Scenario> workloads = ScenarioCatalogue.ofFiles(List.of(SCENARIOS)).scenarios().stream()
                .filter(scenario -> scenario.kind() == Scenario.Kind.WORKLOAD)
                .toList();
        assertThat(workloads).hasSizeGreaterThanOrEqualTo(WORKLOADS_AT_LEAST);
        try (Simulator simulator = Simulator.open(SimulatorOptions.configured())) {
            List<Detections> results = SideBySide.play(
                    2, workloads, workload -> simulator.measure(workload, rules), (workload, reason) -> {
                        throw new AssertionError(workload + ": " + reason);
                    });
            assertThat(results).allSatisfy(detections -> {
                assertThat(detections.doubts()).as(detections.scenario()).isEmpty();
                assertThat(detections.firedRules()).as(detections.scenario()).isEmpty();
                assertThat(detections.eventsSeen()).as(detections.scenario()).isGreaterThan(EVENTS_AT_LEAST);
            });
        }
    }
}
