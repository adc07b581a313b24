// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A scenario file with a matrix: the attack with each further value. */
class MatrixTest {
    private static final String SCENARIO = """
            scenario: reads
            title: A password file is read${unused}
            attack: [T1003.008]
            values: {program: cat, file: /etc/shadow, unused: ""}
            pods: [{metadata: {name: web}, spec: {containers: [{name: web, image: base}]}}]
            steps:
              - exec: {pod: web, command: ["${program}", "${file}"]}
            fires: [Passwords read]
            matrix:
              program: [head, /usr/bin/tail]
              file: [/etc/shadow-, /etc/gshadow]
            twin: {scenario: reads-twin, values: {file: /etc/hosts}}
            """;

    @TempDir
    Path folder;

    private static List<String> command(Scenario scenario) {
        return ((Step.Exec) scenario.steps().get(0)).command();
    }

    @Test
    void eachValueIsAnAttackOfItsOwn() {
        List<Scenario> read = ScenarioReader.read("reads.yaml", SCENARIO);

        assertThat(read)
                .extracting(Scenario::id)
                .containsExactly(
                        "reads",
                        "reads-twin",
                        "reads-head",
                        "reads-usr-bin-tail",
                        "reads-etc-shadow",
                        "reads-etc-gshadow");
        assertThat(command(read.get(2))).containsExactly("head", "/etc/shadow");
        assertThat(command(read.get(3))).containsExactly("/usr/bin/tail", "/etc/shadow");
        assertThat(command(read.get(4))).containsExactly("cat", "/etc/shadow-");
        assertThat(read.get(2).title()).isEqualTo("A password file is read: program head");
        assertThat(read.subList(2, 6)).allSatisfy(one -> {
            assertThat(one.isTwin()).isFalse();
            assertThat(one.expectations()).containsExactly(Expectation.fires("Passwords read"));
            assertThat(one.techniques()).containsExactly("T1003.008");
        });
    }

    @Test
    void aTitleThatNamesTheValueStaysAsItIs() {
        assertThat(ScenarioReader.read("reads.yaml", SCENARIO.replace("A password file is read", "Reads ${file}")))
                .extracting(Scenario::title)
                .containsExactly(
                        "Reads /etc/shadow",
                        "reads-twin",
                        "Reads /etc/shadow: program head",
                        "Reads /etc/shadow: program /usr/bin/tail",
                        "Reads /etc/shadow-",
                        "Reads /etc/gshadow");
    }

    @Test
    void valuesThatDifferInSignsHaveIdsOfTheirOwn() {
        assertThat(ScenarioReader.read(
                        "reads.yaml", SCENARIO.replace("[head, /usr/bin/tail]", "[a b, a/b, '**', '++', Twin]")))
                .extracting(Scenario::id)
                .startsWith(
                        "reads",
                        "reads-twin",
                        "reads-a-b",
                        "reads-a-b-2",
                        "reads-other",
                        "reads-other-2",
                        "reads-twin-2");
    }

    @Test
    void aRuleTestMayGiveOtherValues() throws IOException {
        Files.writeString(folder.resolve("reads.yaml"), SCENARIO);
        ScenarioCatalogue catalogue = ScenarioCatalogue.ofFiles(List.of(folder));

        assertThat(command(catalogue.get("reads", Map.of("program", "head"))))
                .as("a value of the matrix")
                .containsExactly("head", "/etc/shadow");
        assertThat(command(catalogue.get("reads-head", Map.of("file", "/etc/hosts"))))
                .containsExactly("head", "/etc/hosts");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "program: [head, /usr/bin/tail] | programm: [head] | 10:3: the file has no value \"programm\"",
                "program: [head, /usr/bin/tail] | unused: [y] | 10:12: with \"y\" the same is done as in the attack",
                "program: [head, /usr/bin/tail] | program: [cat] | 10:13: \"cat\" is what the attack has already",
                "program: [head, /usr/bin/tail] | program: [head, head] | 10:19: \"head\" is twice in the list",
                "program: [head, /usr/bin/tail] | program: [] | 10:12: \"program\" has no further value",
                "program: [head, /usr/bin/tail] | program: head | 10:12: \"program\" must be a list",
                "program: [head, /usr/bin/tail] | program: [[a]] | 10:13: \"program\" must be a list of strings",
                "program: [head, /usr/bin/tail] | {} | not valid YAML",
                "matrix: | matrxi: | a scenario has no key \"matrxi\"",
            })
    void mistakesAreTold(String before, String after, String message) {
        assertThatThrownBy(() -> ScenarioReader.read("reads.yaml", SCENARIO.replace(before, after)))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aMatrixNamesAValue() {
        String without = SCENARIO.substring(0, SCENARIO.indexOf("matrix:"));
        assertThatThrownBy(() -> ScenarioReader.read("reads.yaml", without + "matrix: {}\n"))
                .hasMessageContaining("\"matrix\" names no value");
        assertThatThrownBy(() -> ScenarioReader.read(
                        "reads.yaml", without.replaceFirst("values: .*", "silent: []") + "matrix: {program: [head]}\n"))
                .hasMessageContaining("the file has no value \"program\"")
                .hasMessageContaining("values: {program: ...}");
    }

    @Test
    void itIsBounded() {
        String many = IntStream.range(0, 260).mapToObj(i -> "v" + i).collect(Collectors.joining(", "));
        assertThatThrownBy(() -> ScenarioReader.read(
                        "reads.yaml",
                        SCENARIO.replace("[head, /usr/bin/tail]", "[" + many + "]")
                                .replace("[/etc/shadow-, /etc/gshadow]", "[" + many + "]")))
                .hasMessageContaining("a matrix has at most 500 values");
        assertThatThrownBy(() -> ScenarioReader.read(
                        "reads.yaml",
                        SCENARIO.replace("[head, /usr/bin/tail]", "[" + many + "]")
                                .replace("A password file is read", "x".repeat(100_000))))
                .hasMessageContaining("its twins and its matrix repeat more than 16 MiB of the file");
    }

    @Test
    void aMistakeOfTheActIsToldOnce() {
        assertThatThrownBy(() ->
                        ScenarioReader.read("reads.yaml", SCENARIO.replace("pod: web, command", "pod: wbe, command")))
                .satisfies(e -> assertThat(((ScenarioException) e).problems()).hasSize(1));
    }

    @Test
    void neitherWorkloadsNorUnprovenAttacksHaveOne() {
        String unproven =
                SCENARIO.replace("fires: [Passwords read]", "effect: unproven").replaceFirst("twin: .*\n", "");
        assertThatThrownBy(() -> ScenarioReader.read("reads.yaml", unproven))
                .hasMessageContaining("an attack whose effect is not proven has no \"matrix\"");
    }
}
