// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.Event;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.sensor.EventSelection;
import io.kguard.requirement.RequiresRoot;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.verdict.Detections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A simulation records what its rules and its state need, and no more. */
@RequiresRoot
class SelectionTest {
    /** The directory and the ancestors in the rule come from events of other types than the rule's. */
    private static final String RULES = """
            - rule: Directory made
              desc: d
              condition: evt.type in (mkdir, mkdirat) and proc.cwd = /var/tmp/ and evt.arg.path endswith made
              output: made by %proc.name in %proc.cwd, child of %proc.pname
              priority: INFO
            """;

    private static final String SCENARIO = """
            scenario: selection
            title: Makes a directory, and does things that no rule looks at
            attack: [T1083]
            pods: [{metadata: {name: selection}, spec: {containers: [{name: selection, image: base}]}}]
            steps:
              - exec:
                  pod: selection
                  command: [bash, -c, 'cd /var/tmp; mkdir made; chmod 700 made; kill -0 $$; cat /etc/passwd > made/file; ls made']
            fires: [Directory made]
            """;

    private static final RuleSet COMPILED = RuleSet.compile(
            RuleLoader.of(FalcoVersion.CURRENT).loadText("rules.yaml", RULES), EngineOptions.of(FalcoVersion.CURRENT));

    @Test
    void whatNoRuleAndNoStateNeedsIsNotRecorded(@TempDir Path folder) throws IOException {
        Map<String, Integer> selected = new TreeMap<>();
        Map<String, Integer> everything = new TreeMap<>();
        Detections some;
        Detections all;
        try (Simulator simulator = Simulator.open(SimulatorOptions.configured())) {
            EventSelection ofRules = EventSelection.of(COMPILED.eventCodes(), COMPILED.dataCodes());
            some = simulator.run(scenario(folder), COMPILED, counting(selected), ofRules);
            all = simulator.record(scenario(folder), COMPILED, counting(everything));
        }
        assertThat(some.doubts()).isEmpty();
        assertThat(selected).containsKeys("mkdir", "execve", "openat", "chdir", "clone", "procexit", "mmap");
        assertThat(selected).doesNotContainKeys("fchmodat", "chmod", "read", "write", "kill", "fstat", "newfstatat");
        assertThat(everything).containsKeys("mkdir", "execve", "openat", "fchmodat", "read", "write", "kill");
        assertThat(some.eventsSeen()).isLessThan(all.eventsSeen());

        assertThat(some.alerts()).hasSize(1);
        assertThat(some.alerts().get(0).message()).isEqualTo("made by mkdir in /var/tmp/, child of bash");
        assertThat(all.alerts()).hasSize(1);
        assertThat(all.alerts().get(0).message()).isEqualTo(some.alerts().get(0).message());
        assertThat(some.outcome("Directory made").orElseThrow().eventsReached())
                .isEqualTo(all.outcome("Directory made").orElseThrow().eventsReached())
                .isPositive();
    }

    private static Scenario scenario(Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("selection.yaml"), SCENARIO);
        return ScenarioCatalogue.load(SelectionTest.class.getClassLoader(), List.of(file))
                .get("selection");
    }

    private static EventTap counting(Map<String, Integer> types) {
        return new EventTap() {
            @Override
            public void event(Event event) {
                if (!event.stateOnly()) {
                    types.merge(event.type().name(), 1, Integer::sum);
                }
            }
        };
    }
}
