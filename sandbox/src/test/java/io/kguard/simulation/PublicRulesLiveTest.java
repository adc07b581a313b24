// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.Alert;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresRoot;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioReader;
import io.kguard.verdict.CaptureReplay;
import io.kguard.verdict.Detections;
import io.kguard.verdict.Judge;
import io.kguard.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Falco's public rules, unchanged, on attacks in a real container and on their recordings. */
@RequiresRoot
@RequiresShared
class PublicRulesLiveTest {
    private static final String ATTACKS = """
            scenario: intruder
            title: A terminal shell that reads the password hashes
            attack: [T1609, T1003.008]
            pods: [{metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: base}]}}]
            steps:
              - exec: {pod: web, tty: true, command: [bash, -c, 'cat /etc/shadow; true']}
            fires: [Terminal shell in container, Read sensitive file untrusted]
            twin:
              scenario: operator
              title: A command without a terminal that reads what everybody may
              steps:
                - exec: {pod: web, command: [bash, -c, 'cat /etc/passwd']}
            """;

    @TempDir
    Path folder;

    private static RuleSet rules(FalcoVersion falco) {
        Path rules = Shared.path("conformance/falco-rules").resolve(falco == FalcoVersion.CURRENT ? "current" : "0.40");
        Path[] files = Stream.of("falco_rules.yaml", "falco-incubating_rules.yaml", "falco-sandbox_rules.yaml")
                .map(rules::resolve)
                .toArray(Path[]::new);
        return RuleSet.compile(
                RuleLoader.of(falco).load(files),
                EngineOptions.of(falco).withMatching(Matching.ALL).withExplanations(true));
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_40", "V0_45"})
    void aTerminalShellAndTheReadingOfASensitiveFileAreSeen(FalcoVersion falco) throws IOException {
        RuleSet rules = rules(falco);
        List<Scenario> scenarios = ScenarioReader.read("attacks", ATTACKS);
        try (Simulator simulator = Simulator.open(SimulatorOptions.configured().withFalco(falco))) {
            for (Scenario scenario : scenarios) {
                Detections live = simulator.run(scenario, rules);
                assertThat(live.doubts()).isEmpty();
                for (Expectation expectation : scenario.expectations()) {
                    Verdict verdict = Judge.judge(live, expectation);
                    assertThat(verdict).as(verdict.reason()).isInstanceOf(Verdict.Passed.class);
                }
                Path capture = folder.resolve(scenario.id() + ".scap");
                Detections recorded = recorded(simulator, scenario, rules, capture);
                List<Alert> replayed = CaptureReplay.run(capture, rules).alerts();
                assertThat(replayed).isEqualTo(recorded.alerts());
                assertThat(replayed)
                        .extracting(Alert::ruleName)
                        .containsExactlyElementsOf(
                                live.alerts().stream().map(Alert::ruleName).toList());
            }
        }
    }

    private static Detections recorded(Simulator simulator, Scenario scenario, RuleSet rules, Path capture)
            throws IOException {
        try (CaptureTap tap = new CaptureTap()) {
            Detections detections = simulator.record(scenario, rules, tap);
            assertThat(detections.doubts()).isEmpty();
            tap.writeTo(capture);
            return detections;
        }
    }
}
