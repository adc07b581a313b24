// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.Alert;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.EventCause;
import io.kguard.engine.Matching;
import io.kguard.engine.RuleCounts;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Selection;
import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresRoot;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.verdict.Detections;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Rules judge the events that were kept as they judged them when they happened. */
@RequiresRoot
@RequiresShared
class TapeTest {
    private static final Path SCENARIOS =
            Path.of("../attack-scenarios/src/main/resources", ScenarioCatalogue.RESOURCES);
    private static final List<String> FILES = List.of(
            "falco_rules.yaml", "falco-incubating_rules.yaml", "falco-sandbox_rules.yaml", "k8s_audit_rules.yaml");

    /** With containers, users, connections, a cluster, and without any. */
    private static final Set<String> CHOSEN = Set.of(
            "shadow-read",
            "setuid-bit",
            "netcat-shell",
            "crypto-miner",
            "host-pid-pod",
            "privileged-pod",
            "nodes-proxy");

    private final RuleSet rules = RuleSet.compile(
            RuleLoader.of(FalcoVersion.CURRENT)
                    .load(FILES.stream()
                            .map(file -> Shared.path("conformance/falco-rules/current")
                                    .resolve(file))
                            .toList()),
            EngineOptions.of(FalcoVersion.CURRENT).withMatching(Matching.ALL).with(Selection.enableRule("*")));

    @Test
    void keptEventsAreJudgedAsTheyWere() {
        List<Scenario> chosen = ScenarioCatalogue.ofFiles(List.of(SCENARIOS)).scenarios().stream()
                .filter(scenario -> CHOSEN.contains(scenario.id()))
                .toList();
        assertThat(chosen).hasSameSizeAs(CHOSEN);
        try (Simulator simulator = Simulator.open(SimulatorOptions.configured())) {
            for (Scenario scenario : chosen) {
                Tape tape = simulator.tape(scenario, rules);
                assertThat(tape.played().doubts()).isEmpty();
                assertThat(tape.played().alerts()).isNotEmpty();
                Detections again = tape.judge(rules);
                assertThat(again.doubts()).isEmpty();
                assertThat(words(again)).as(scenario.id()).isEqualTo(words(tape.played()));
                assertThat(counts(again)).as(scenario.id()).isEqualTo(counts(tape.played()));
            }
        }
    }

    private static List<String> words(Detections detections) {
        return detections.alerts().stream().map(TapeTest::words).toList();
    }

    private static String words(Alert alert) {
        return alert.eventNumber() + " " + alert.timestamp() + " " + alert.ruleName() + " " + alert.message() + " "
                + alert.fields();
    }

    /** What each rule counted since the first step. */
    private static Map<String, Map<EventCause, RuleCounts>> counts(Detections detections) {
        Map<String, Map<EventCause, RuleCounts>> counts = new TreeMap<>();
        detections.outcomes().forEach(outcome -> counts.put(outcome.rule().name(), outcome.counts()));
        return counts;
    }
}
