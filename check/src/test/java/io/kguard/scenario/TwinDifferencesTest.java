// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** A twin says in which properties it differs from its attack, and the reader finds whether that is so. */
class TwinDifferencesTest {
    private static final Path CATALOGUE =
            Path.of("../attack-scenarios/src/main/resources", ScenarioCatalogue.RESOURCES);

    private static final String ATTACK = """
            scenario: attack
            title: Attack
            attack: [T1003.008]
            values: {file: /etc/shadow}
            cluster: {}
            peers: [{address: 10.0.0.1, port: 80, answer: a}]
            pods: [{metadata: {name: web}, spec: {containers: [{name: web, image: base}]}}]
            steps:
              - exec: {pod: web, command: [cat, "${file}"], output: "root:"}
              - exec: {pod: web, command: [bash, -c, "id; true"]}
              - act: {pod: web, as: nginx, do: [[read, /etc/passwd]]}
              - kubectl: {args: [get, pods, -n, shop], output: web}
            fires: [Rule]
            twin:
              scenario: twin
              differs: [DIFFERS]
              steps:
            """;
    private static final String EXEC = "{exec: {pod: web, command: [cat, /etc/shadow]}}";
    private static final String SHELL = "{exec: {pod: web, command: [bash, -c, \"id; true\"]}}";
    private static final String ACT = "{act: {pod: web, as: nginx, do: [[read, /etc/passwd]]}}";
    private static final String KUBECTL = "{kubectl: [get, pods, -n, shop]}";
    private static final String ALL =
            Stream.of(EXEC, SHELL, ACT, KUBECTL).map(step -> "- " + step + "\n").collect(Collectors.joining());

    private static void read(String differs, String steps, String more) {
        ScenarioReader.read("a.yaml", ATTACK.replace("DIFFERS", differs) + steps.indent(4) + more.indent(2));
    }

    /** Each row has one step in the place of the attack's, and what is another with it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "arguments | {exec: {pod: web, command: [cat, /etc/hosts]}}",
                "program | {exec: {pod: web, command: [head, /etc/shadow]}}",
                "tty | {exec: {pod: web, tty: true, command: [cat, /etc/shadow]}}",
                "stdin | {exec: {pod: web, stdin: a, command: [cat, /etc/shadow]}}",
                "script | {exec: {pod: web, command: [bash, -c, \"id; false\"]}}",
                "program | {act: {pod: web, as: sshd, do: [[read, /etc/passwd]]}}",
                "program | {act: {pod: web, do: [[read, /etc/passwd]]}}",
                "arguments | {act: {pod: web, as: nginx, do: [[read, /etc/group]]}}",
                "action | {act: {pod: web, as: nginx, do: [[trace, /etc/passwd]]}}",
                "arguments | {act: {pod: web, as: nginx, do: [[read, /etc/passwd], [read, /etc/group]]}}",
                "verb | {kubectl: [delete, pods, -n, shop]}",
                "arguments | {kubectl: [get, pods, -n, other]}",
                "user | {kubectl: {args: [get, pods, -n, shop], as: {user: jane}}}",
            })
    void aStepIsComparedWithTheNearest(String differs, String step) {
        assertThatCode(() -> read(differs, "- " + step + "\n" + ALL, "")).doesNotThrowAnyException();
        assertThatThrownBy(() -> read("pods", "- " + step + "\n" + ALL, ""))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("the twin differs from its attack in " + differs + "\n")
                .hasMessageContaining("say so: differs: [" + differs + "]");
    }

    @Test
    void whatComesOfAStepIsNoProperty() {
        String same = "- {exec: {pod: web, command: [cat, /etc/shadow], exit: 1, output: b, timeout: 2s}}\n- " + SHELL
                + "\n- " + ACT + "\n";
        assertThatCode(() ->
                        read("user", same + "- {kubectl: {args: [get, pods, -n, shop], as: {user: a}, exit: 1}}", ""))
                .doesNotThrowAnyException();
    }

    @Test
    void aStepOfTheAttackThatIsLeftOutIsAProperty() {
        assertThatCode(() -> read("steps", "- " + EXEC, "")).doesNotThrowAnyException();
    }

    @Test
    void thePlaceIsCompared() {
        assertThatCode(
                        () -> read(
                                "securityContext",
                                ALL,
                                "pods: [{metadata: {name: web}, spec: {containers: [{name: web, image: base, securityContext: {privileged: true}}]}}]"))
                .doesNotThrowAnyException();
        assertThatCode(() -> read("peers", ALL, "peers: [{address: 10.0.0.1, port: 81, answer: b}]"))
                .as("all of a peer is one property")
                .doesNotThrowAnyException();
        assertThatCode(
                        () -> read(
                                "image",
                                ALL,
                                "pods: [{metadata: {name: web, annotations: {kguard.io/image: base}}, spec: {containers: [{name: web, image: other}]}}]"))
                .as("the annotation comes with the image")
                .doesNotThrowAnyException();
        assertThatCode(
                        () -> read(
                                "annotations, image",
                                ALL,
                                "pods: [{metadata: {name: web, annotations: {kguard.io/image: base, a: b}}, spec: {containers: [{name: web, image: other}]}}]"))
                .doesNotThrowAnyException();
    }

    @Test
    void aValueIsAProperty() {
        String one = ATTACK.substring(0, ATTACK.indexOf("twin:"))
                + "twin: {scenario: twin, values: {file: /etc/gshadow}, differs: [file]}\n";
        assertThatCode(() -> ScenarioReader.read("a.yaml", one)).doesNotThrowAnyException();
        assertThatThrownBy(() -> ScenarioReader.read("a.yaml", one.replace("differs: [file]", "differs: [arguments]")))
                .hasMessageContaining("the twin differs from its attack in file");
    }

    @Test
    void ofARecordingTheKeysOfTheEventsAreCompared() {
        String text = """
                scenario: log
                title: Log
                attack: [T1078]
                log:
                  - eventVersion: "1.11"
                    eventID: a
                    eventTime: "2026-01-01T00:00:00Z"
                    eventSource: iam.amazonaws.com
                    eventName: CreateUser
                    awsRegion: us-east-1
                    eventType: AwsApiCall
                    recipientAccountId: "111122223333"
                    requestParameters: {user: {name: x}, role: y}
                    userIdentity: {arn: a, type: b}
                    responseElements: c
                fires: [Rule]
                twin:
                  scenario: twin
                  differs: [errorCode, role, userIdentity]
                  log:
                    - eventVersion: "1.11"
                      eventID: a
                      eventTime: "2026-01-01T00:00:00Z"
                      eventSource: iam.amazonaws.com
                      eventName: CreateUser
                      awsRegion: us-east-1
                      eventType: AwsApiCall
                      recipientAccountId: "111122223333"
                      requestParameters: {user: {name: x}, role: z}
                      userIdentity: {arn: c, type: d}
                      errorCode: e
                      errorMessage: f
                """;
        assertThatCode(() -> ScenarioReader.read("a.yaml", text)).doesNotThrowAnyException();
    }

    /** What makes the catalogue's twins near misses, and not other acts. */
    @Test
    void eachTwinOfTheCatalogueSaysItAndDiffersInTwoPropertiesAtMost() throws IOException {
        List<String> far = new ArrayList<>();
        int twins = 0;
        for (Path file : ScenarioFolder.of(CATALOGUE).files()) {
            Object document = new Yaml().load(Files.readString(file));
            if (!(document instanceof Map<?, ?> scenario)) {
                continue;
            }
            List<Object> all = new ArrayList<>();
            if (scenario.get("twin") != null) {
                all.add(scenario.get("twin"));
            }
            if (scenario.get("twins") instanceof List<?> several) {
                all.addAll(several);
            }
            for (Object twin : all) {
                twins++;
                Object differs = twin instanceof Map<?, ?> keys ? keys.get("differs") : null;
                if (!(differs instanceof List<?> list) || list.isEmpty() || list.size() > 2) {
                    far.add(file.getFileName() + ": " + differs);
                }
            }
        }

        assertThat(far).isEmpty();
        assertThat(twins).isGreaterThan(270);
    }
}
