// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The values of a scenario file, and others in their place. */
class ScenarioValuesTest {
    private static final String SCENARIO = """
            scenario: reads
            title: Reads ${file} with ${program}
            attack: [T1003.008]
            values: {program: cat, file: /etc/shadow}
            pods: [{metadata: {name: web}, spec: {containers: [{name: web, image: base, env: [{name: F, value: "${file}"}]}]}}]
            steps:
              - exec: {pod: web, command: ["${program}", "${file}", "${HOME}", $file]}
            fires: [Passwords read]
            twin:
              scenario: reads-twin
              title: Reads another with ${program}
              steps:
                - exec: {pod: web, command: ["${program}", /etc/hosts]}
            """;

    @TempDir
    Path folder;

    private static List<String> command(Scenario scenario) {
        return ((Step.Exec) scenario.steps().get(0)).command();
    }

    @Test
    void theirNamesStandForThem() {
        List<Scenario> read = ScenarioReader.read("reads.yaml", SCENARIO);
        assertThat(read.get(0).title()).isEqualTo("Reads /etc/shadow with cat");
        assertThat(command(read.get(0))).containsExactly("cat", "/etc/shadow", "${HOME}", "$file");
        assertThat(read.get(0)
                        .pods()
                        .get(0)
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getEnv()
                        .get(0)
                        .getValue())
                .isEqualTo("/etc/shadow");
        assertThat(command(read.get(1))).containsExactly("cat", "/etc/hosts");
    }

    @Test
    void aFileWithoutValuesStaysAsItIs() {
        String without = SCENARIO.replaceFirst("values: .*\n", "");
        assertThat(command(ScenarioReader.read("reads.yaml", without).get(0)))
                .containsExactly("${program}", "${file}", "${HOME}", "$file");
    }

    @Test
    void othersCanTakeTheirPlace() throws IOException {
        Files.writeString(folder.resolve("reads.yaml"), SCENARIO);
        ScenarioCatalogue catalogue = ScenarioCatalogue.ofFiles(List.of(folder));
        assertThat(command(catalogue.get("reads", Map.of("program", "head"))))
                .containsExactly("head", "/etc/shadow", "${HOME}", "$file");
        assertThat(command(catalogue.get("reads-twin", Map.of("program", "head"))))
                .containsExactly("head", "/etc/hosts");
        assertThat(command(catalogue.get("reads", Map.of()))).startsWith("cat");
        assertThatThrownBy(() -> catalogue.get("reads", Map.of("programm", "head")))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("reads.yaml:1:1")
                .hasMessageContaining("the file has no value \"programm\"")
                .hasMessageContaining("program");
        assertThatThrownBy(() -> catalogue.get("reads", Map.of("program", "a\0b")))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("characters that are not allowed");
    }

    @Test
    void mistakesAreTold() {
        assertThatThrownBy(() -> ScenarioReader.read("reads.yaml", SCENARIO.replace("program: cat", "a-program: cat")))
                .hasMessageContaining("reads.yaml:4:10")
                .hasMessageContaining("\"a-program\" can't name a value");
        assertThatThrownBy(() -> ScenarioReader.read("reads.yaml", SCENARIO.replaceFirst("values: .*", "values: [a]")))
                .hasMessageContaining("values must be a mapping");
    }

    @Test
    void valuesDoNotMultiply() {
        String large = "x".repeat(40_000);
        assertThatThrownBy(() -> ScenarioReader.read(
                        "reads.yaml",
                        SCENARIO.replace("program: cat", "program: " + large)
                                .replace("Reads ${file}", "${program}".repeat(10_000))))
                .hasMessageContaining("the values of the file add more than 256 KiB to it");
        assertThat(ScenarioReader.read("reads.yaml", SCENARIO.replace("program: cat", "program: '${file}'"))
                        .get(0)
                        .title())
                .isEqualTo("Reads /etc/shadow with ${file}");
    }
}
