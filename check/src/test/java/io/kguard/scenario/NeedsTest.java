// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import io.kguard.rule.LoadResult;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rule waits for what its users are to write, and for nothing else. */
class NeedsTest {
    @TempDir
    Path folder;

    private ScenarioCatalogue catalogue = ScenarioCatalogue.ofFiles(List.of());

    @BeforeEach
    void write() throws IOException {
        Path file = Files.writeString(folder.resolve("node.yaml"), """
                scenario: node
                title: A node joins
                attack: [T1078]
                needs:
                  - {macro: allow_all, condition: evt.num = 0}
                  - {list: known_nodes, item: worker-1}
                pods: [{metadata: {name: a, namespace: shop}, spec: {containers: [{name: a, image: base}]}}]
                steps: [{exec: {pod: a, command: [id]}}]
                fires: [Node, Other]
                """);
        catalogue = ScenarioCatalogue.ofFiles(List.of(file));
    }

    private Optional<MissingSettings> missing(String rule, String macro, String items) {
        LoadResult rules = RuleLoader.of(FalcoVersion.CURRENT)
                .loadText("rules.yaml", """
                - {macro: allow_all, condition: (MACRO)}
                - {macro: allowed, condition: (allow_all or proc.name = other)}
                - {list: known_nodes, items: [ITEMS]}
                - {rule: Node, desc: d, condition: evt.type = open and not allowed and not proc.name in (known_nodes), output: o, priority: INFO}
                - {rule: Other, desc: d, condition: evt.type = open and proc.name = cat, output: o, priority: INFO}
                """.replace("MACRO", macro).replace("ITEMS", items))
                .orThrow();
        return catalogue.forRules(rules).get("node").unset(rules.rule(rule).orElseThrow());
    }

    @Test
    void aPlaceholderIsToldWithWhatWouldDo() {
        assertThat(missing("Node", "evt.num >= 0", "worker-7")).hasValueSatisfying(settings -> {
            assertThat(settings.why()).isEqualTo("the macro allow_all still is a placeholder, evt.num >= 0");
            assertThat(settings.overrides())
                    .containsExactly(
                            "- macro: allow_all\n  condition: (evt.num = 0)\n  override: {condition: replace}\n");
        });
    }

    @Test
    void severalSettingsAreToldTogether() {
        assertThat(missing("Node", "evt.num >= 0", "")).hasValueSatisfying(settings -> {
            assertThat(settings.why()).endsWith(", and the list known_nodes is empty");
            assertThat(settings.overrides()).hasSize(2);
        });
    }

    /** What one macro has as its placeholder is for another one the setting. */
    @Test
    void whatTheScenarioWouldWriteIsNoPlaceholder() {
        assertThat(missing("Node", "evt.num=0", "worker-7")).isEmpty();
    }

    @Test
    void anyOtherConditionIsTheUsersOwn() {
        assertThat(missing("Node", "user.name = jane", "worker-7")).isEmpty();
    }

    /** The other rule does not use the macro. */
    @Test
    void aRuleThatDoesNotUseItDoesNotWait() {
        assertThat(missing("Other", "evt.num >= 0", "worker-7")).isEmpty();
    }
}
