// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresRoot;
import io.kguard.requirement.Share;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.verdict.Detections;
import io.kguard.verdict.SideBySide;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The everyday workloads of the catalogue do what they say, and the sample rules fire on nothing else than is listed here. */
@RequiresRoot
@RequiresPackageImages
class WorkloadsTest {
    private static final Path SCENARIOS =
            Path.of("../attack-scenarios/src/main/resources", ScenarioCatalogue.RESOURCES);
    private static final String STARTED = "Entrypoint spawned unexpected process";
    private static final String CONFIGURED = "Configuration file changed in container";
    private static final String LISTENED = "Unexpected listening port in container";

    /** Services write their configuration when they start, start programs, and listen on ports of their own. */
    private static final Map<String, Set<String>> NOISE = Map.of(
            "cron", Set.of(STARTED, CONFIGURED),
            "database-work", Set.of(STARTED, LISTENED),
            "jvm-service", Set.of(STARTED),
            "key-value-store", Set.of(LISTENED),
            "log-rotation", Set.of(CONFIGURED),
            "package-installation", Set.of(CONFIGURED),
            "web-traffic", Set.of(STARTED, CONFIGURED));

    private static final int WORKLOADS_AT_LEAST = 18;
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
                    2, Share.orAll(workloads), workload -> simulator.measure(workload, rules), (workload, reason) -> {
                        throw new AssertionError(workload + ": " + reason);
                    });
            assertThat(results).allSatisfy(detections -> {
                assertThat(detections.doubts()).as(detections.scenario()).isEmpty();
                assertThat(detections.firedRules())
                        .as(detections.scenario())
                        .containsExactlyInAnyOrderElementsOf(NOISE.getOrDefault(detections.scenario(), Set.of()));
                assertThat(detections.eventsSeen()).as(detections.scenario()).isGreaterThan(EVENTS_AT_LEAST);
            });
        }
    }
}
