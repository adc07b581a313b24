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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A scenario file with several twins, and twins that take their act from the attack. */
class TwinsTest {
    private static final String SCENARIO = """
            scenario: reads
            title: ${program} reads ${file}
            attack: [T1003.008]
            values: {program: cat, file: /etc/shadow, pod: web}
            pods: [{metadata: {name: "${pod}"}, spec: {containers: [{name: web, image: base}]}}]
            steps:
              - exec: {pod: "${pod}", command: ["${program}", "${file}"]}
            fires: [Passwords read]
            twins:
              - {scenario: reads-hosts, title: "${program} reads ${file}", values: {file: /etc/hosts}}
              - scenario: reads-elsewhere
                values: {pod: db}
              - scenario: reads-nothing
                values: {program: head}
                steps:
                  - exec: {pod: "${pod}", command: ["${program}", /etc/motd]}
            """;

    @TempDir
    Path folder;

    private static List<String> command(Scenario scenario) {
        return ((Step.Exec) scenario.steps().get(0)).command();
    }

    private static List<String> pods(Scenario scenario) {
        return scenario.pods().stream().map(pod -> pod.getMetadata().getName()).toList();
    }

    @Test
    void eachHasTheActOfTheAttackWithItsValues() {
        List<Scenario> read = ScenarioReader.read("reads.yaml", SCENARIO);

        assertThat(read)
                .extracting(Scenario::id)
                .containsExactly("reads", "reads-hosts", "reads-elsewhere", "reads-nothing");
        assertThat(read).extracting(Scenario::isTwin).containsExactly(false, true, true, true);
        assertThat(command(read.get(1))).containsExactly("cat", "/etc/hosts");
        assertThat(read.get(1).title()).isEqualTo("cat reads /etc/hosts");
        assertThat(pods(read.get(2))).containsExactly("db");
        assertThat(command(read.get(2))).containsExactly("cat", "/etc/shadow");
        assertThat(command(read.get(3))).containsExactly("head", "/etc/motd");
        assertThat(read.subList(1, 4))
                .allSatisfy(
                        twin -> assertThat(twin.expectations()).containsExactly(Expectation.silent("Passwords read")));
        assertThat(read.subList(1, 4))
                .allSatisfy(twin -> assertThat(twin.techniques()).containsExactly("T1003.008"));
    }

    @Test
    void aCatalogueFindsEachAfterItsAttack() throws IOException {
        Files.writeString(folder.resolve("reads.yaml"), SCENARIO);
        ScenarioCatalogue catalogue = ScenarioCatalogue.ofFiles(List.of(folder));

        assertThat(command(catalogue.get("reads-hosts"))).containsExactly("cat", "/etc/hosts");
        assertThat(command(catalogue.get("reads-hosts", Map.of("program", "head"))))
                .as("values of a rule test go below those of the twin")
                .containsExactly("head", "/etc/hosts");
        assertThat(command(catalogue.get("reads-hosts", Map.of("file", "/etc/passwd"))))
                .containsExactly("cat", "/etc/hosts");
        assertThat(command(catalogue.get("reads", Map.of("file", "/etc/hosts"))))
                .as("an attack that does what its twin does, because a rule test wants that")
                .containsExactly("cat", "/etc/hosts");
    }

    @Test
    void aTwinSaysWhatItTriggers() {
        String text = SCENARIO.replace("fires: [Passwords read]", "fires: [Passwords read, Other]")
                .replace("values: {pod: db}", "values: {pod: db}\n    fires: [Other]");
        assertThat(ScenarioReader.read("reads.yaml", text).get(2).expectations())
                .containsExactly(Expectation.silent("Passwords read"), Expectation.fires("Other"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{file: /etc/hosts} | {fil: /etc/hosts} | 10:73: the file has no value \"fil\"",
                "{file: /etc/hosts} | {file: /etc/shadow} | 10:72: the twin does the same as its attack",
                "{file: /etc/hosts} | {} | 10:72: \"values\" has no value",
                "{file: /etc/hosts} | [a] | 10:72: values must be a mapping",
                "{file: /etc/hosts} | {file: [a]} | 10:79: \"file\" must be a string",
                "values: {file: /etc/hosts} | value: {file: /etc/hosts} | a twin has no key \"value\"",
                "reads-hosts | reads-elsewhere | there is another scenario reads-elsewhere",
                "fires: [Passwords read] | fires: [{rule: Passwords read, from: containers}] | 8:8: ",
            })
    void mistakesAreTold(String before, String after, String message) throws IOException {
        Files.writeString(folder.resolve("reads.yaml"), SCENARIO.replace(before, after));
        boolean control = after.contains("from: containers");
        if (control) { // two of the twins have the pods of the attack
            assertThat(ScenarioCatalogue.ofFiles(List.of(folder)).scenarios()).hasSize(4);
            Files.writeString(
                    folder.resolve("reads.yaml"),
                    SCENARIO.replace(before, after)
                            .replace("values: {file: /etc/hosts}", "values: {file: /etc/hosts, pod: db}")
                            .replace("values: {program: head}", "values: {program: head, pod: db}"));
        }
        assertThatThrownBy(() -> ScenarioCatalogue.ofFiles(List.of(folder)))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aTwinThatDoesWhatItsAttackDoesProvesNothing() {
        String alone = SCENARIO.substring(0, SCENARIO.indexOf("twins:"));
        assertThatThrownBy(
                        () -> ScenarioReader.read(
                                "reads.yaml",
                                alone
                                        + "twin: {scenario: same, steps: [{exec: {pod: \"${pod}\", command: [cat, /etc/shadow]}}]}\n"))
                .hasMessageContaining("reads.yaml:9:7: the twin does the same as its attack");
        String elsewhere =
                "twin: {scenario: same, pods: [{metadata: {name: web, labels: {a: b}}, spec: {containers: [{name: web, image: base}]}}], "
                        + "steps: [{exec: {pod: web, command: [cat, /etc/shadow]}}]}\n";
        assertThat(ScenarioReader.read("reads.yaml", alone + elsewhere)).hasSize(2);
    }

    @Test
    void thereIsOneWayToNameThem() {
        String alone = SCENARIO.substring(0, SCENARIO.indexOf("twins:"));
        assertThatThrownBy(() -> ScenarioReader.read("reads.yaml", alone + "twins: []\n"))
                .hasMessageContaining("9:8: \"twins\" names no act");
        assertThatThrownBy(
                        () -> ScenarioReader.read("reads.yaml", SCENARIO + "twin: {scenario: a, values: {pod: db}}\n"))
                .hasMessageContaining("9:1: a scenario has \"twin\" or \"twins\", not both");
        assertThatThrownBy(() -> ScenarioReader.read(
                        "reads.yaml", alone + "twins:\n" + "  - {scenario: a, values: {pod: db}}\n".repeat(201)))
                .hasMessageContaining("at most 200 are allowed");
    }

    @Test
    void whatTheyRepeatIsBounded() {
        String large = SCENARIO.replace("title: ${program} reads ${file}", "title: " + "x".repeat(150_000));
        String alone = large.substring(0, large.indexOf("twins:"));
        StringBuilder twins = new StringBuilder("twins:\n");
        for (int i = 0; i < 150; i++) {
            twins.append("  - {scenario: t")
                    .append(i)
                    .append(", values: {pod: p")
                    .append(i)
                    .append("}}\n");
        }
        assertThatThrownBy(() -> ScenarioReader.read("reads.yaml", alone + twins))
                .hasMessageContaining("its twins and its matrix repeat more than 16 MiB of the file");
    }

    @Test
    void theStepsOfATwinAreStillAsked() {
        assertThatThrownBy(() -> ScenarioReader.read(
                        "reads.yaml",
                        SCENARIO.replace("values: {file: /etc/hosts}", "values: {file: /etc/hosts}, steps: []")))
                .hasMessageContaining("the twin does nothing");
        assertThatThrownBy(
                        () -> ScenarioReader.read("reads.yaml", SCENARIO.replace(", values: {file: /etc/hosts}", "")))
                .hasMessageContaining("a twin has no \"steps\"");
    }
}
