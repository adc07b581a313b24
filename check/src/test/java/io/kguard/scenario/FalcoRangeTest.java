// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.event.FalcoVersion;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A scenario that is for some versions of Falco is skipped under others, with the reason. */
class FalcoRangeTest {
    @TempDir
    Path folder;

    private ScenarioCatalogue catalogue(String range, FalcoVersion version) throws IOException {
        Path file = Files.writeString(folder.resolve("node.yaml"), """
                scenario: node
                title: A node joins
                attack: [T1078]
                falco: "RANGE"
                pods: [{metadata: {name: a, namespace: shop}, spec: {containers: [{name: a, image: base}]}}]
                steps: [{exec: {pod: a, command: [id]}}]
                fires: [Node]
                twin: {scenario: other, title: Another joins, steps: [{exec: {pod: a, command: [ls]}}]}
                """.replace("RANGE", range));
        return ScenarioCatalogue.ofFiles(List.of(file))
                .forRules(RuleLoader.of(version).loadText("rules.yaml", "[]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ">=0.44 | 0.44 0.45",
                "> 0.44 | 0.45",
                "<0.42 | 0.40 0.41",
                "<=0.42 | 0.40 0.41 0.42",
                "0.42 | 0.42",
                "=0.42 | 0.42",
                ">=0.41, <0.44 | 0.41 0.42 0.43"
            })
    void itIsForTheVersionsOfItsRange(String range, String versions) throws IOException {
        List<String> played = Arrays.asList(versions.split(" "));
        for (FalcoVersion version : FalcoVersion.values()) {
            Scenario scenario = catalogue(range, version).get("node");
            boolean expected = played.contains(version.number());
            assertThat(scenario.requirement())
                    .as(version.number())
                    .isEqualTo(expected ? null : "Falco " + range + ", and this run is as Falco " + version + " is");
            assertThat(scenario.isSkippable()).as(version.number()).isEqualTo(!expected);
        }
    }

    @Test
    void itsTwinIsForTheSameVersions() throws IOException {
        ScenarioCatalogue catalogue = catalogue("<0.42", FalcoVersion.CURRENT);

        assertThat(catalogue.scenarios().stream().filter(Scenario::isSkippable).map(Scenario::id))
                .containsExactly("node", "other");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ">=0.46 | means none of the versions of Falco that kguard knows",
                "~0.44 | means none of the versions of Falco that kguard knows",
                "current | means none of the versions of Falco that kguard knows",
                "'>=0.41,' | means none of the versions of Falco that kguard knows",
                ">=0.40 | means all of the versions of Falco that kguard knows",
                "'>0.44, <0.42' | means none of the versions of Falco that kguard knows"
            })
    void aRangeThatChoosesNothingIsAMistake(String range, String message) {
        String known =
                Arrays.stream(FalcoVersion.values()).map(FalcoVersion::number).collect(Collectors.joining(", "));

        assertThatThrownBy(() -> catalogue(range, FalcoVersion.CURRENT))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("node.yaml:4:8")
                .hasMessageContaining("\"" + range + "\" " + message)
                .hasMessageContaining("it knows " + known);
    }
}
