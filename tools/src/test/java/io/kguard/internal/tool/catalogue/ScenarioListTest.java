// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.catalogue;

import static io.kguard.golden.Golden.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.scenario.ScenarioException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The list of scenarios and the text of one. */
class ScenarioListTest {
    private static final ScenarioFilter ALL = new ScenarioFilter(null, null, null);

    @TempDir
    private Path folder;

    private ScenarioCatalogue catalogue;

    @BeforeEach
    void write() throws IOException {
        write("credential-access/hashes.yaml", """
                scenario: shadow-file-read
                title: The password hashes are read in a container
                attack: [T1003.008]
                pods: [{metadata: {name: web-0, namespace: shop}, spec: {containers: [{name: web, image: base}]}}]
                peers: [{address: 10.96.14.7, port: 443, names: [attacker.example]}]
                steps:
                  - exec: {pod: web-0, command: [cat, /etc/shadow], output: "root:"}
                  - exec: {pod: web-0, tty: true, command: [bash], stdin: "id\\n", exit: 1, leaves: running}
                effects: [{file: {pod: web-0, path: /tmp/x, contains: root}}]
                fires: [Read sensitive file untrusted, {rule: Terminal shell, from: start}]
                silent: [{rule: Some other rule, hidden: allowed}]
                twin:
                  scenario: passwd-file-read
                  title: The list of users is read in a container
                  steps: [{exec: {pod: web-0, command: [cat, /etc/passwd]}}]
                """);
        write("stealth/log.yaml", """
                scenario: log-cleared
                title: A log is emptied
                attack: [T1685.006, T1070]
                requires: a process on the node itself
                fires: [Clear log]
                """);
        write("stealth/outside.yaml", """
                scenario: connection-outside
                title: A container connects to an address outside
                attack: [T1046]
                needs: {list: watched_namespaces, value: namespace}
                values: {namespace: shop}
                pods: [{metadata: {name: a, namespace: "${namespace}"}, spec: {containers: [{name: a, image: base}]}}]
                steps: [{act: {pod: a, do: [[connect, attacker.example, "80"]]}}]
                fires: [Connection outside]
                """);
        write("mine/cluster.yaml", """
                scenario: secrets-listed
                title: A service account lists the secrets
                attack: [T1552.007]
                cluster: {objects: [{apiVersion: v1, kind: ServiceAccount, metadata: {name: a, namespace: ci}}]}
                reactions:
                  - {rule: Stop it, match: {rules: [List secrets]}, actions: [{actionner: kubernetes:terminate}]}
                pods: []
                steps: [{kubectl: {args: [get, secrets], as: {serviceAccount: ci/a}, error: Forbidden, exit: 1}}]
                fires: [List secrets]
                """);
        catalogue = ScenarioCatalogue.ofFiles(List.of(folder));
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void theListHasAllByTactic() throws IOException {
        assertGolden(ScenarioList.of(catalogue, ALL), "scenarios/list.txt");
    }

    @ParameterizedTest
    @CsvSource({
        "credential-access, , , shadow-file-read",
        ", T1003, , shadow-file-read",
        ", T1003.008, , shadow-file-read",
        ", T1070, , log-cleared",
        ", , Read sensitive file untrusted, shadow-file-read",
        ", , Some other rule, shadow-file-read",
        "stealth, T1685, Clear log, log-cleared",
    })
    void aFilterLeavesTheRestOut(String tactic, String technique, String rule, String only) {
        String list = ScenarioList.of(catalogue, new ScenarioFilter(tactic, technique, rule));

        assertThat(list).contains("  " + only + ": ").contains("\n1 attack, ");
        assertThat(list.lines().filter(line -> line.matches("  \\S+: .*"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "credential-acess | - | - | no scenario has the tactic \"credential-acess\"; did you mean credential-access?",
                "mine | - | - | no scenario has the tactic \"mine\"; known: collection, command-and-control,",
                "- | T1003.09 | - | no scenario has the technique \"T1003.09\"; did you mean T1003.008?",
                "- | - | Clear logs | no scenario has the rule \"Clear logs\"; did you mean Clear log?",
            })
    void aFilterWithAValueThatThereIsNotIsAnError(String tactic, String technique, String rule, String message) {
        assertThatThrownBy(() -> ScenarioList.of(catalogue, new ScenarioFilter(tactic, technique, rule)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    /** It was asked, and this is the answer. */
    @Test
    void aFilterThatSelectsNothingSaysSo() {
        assertThat(ScenarioList.of(catalogue, new ScenarioFilter("stealth", "T1003", null)))
                .isEqualTo("There is no scenario about all of this: the tactic \"stealth\", the technique \"T1003\".");
        assertThat(ScenarioList.of(catalogue, new ScenarioFilter("resource-development", null, null)))
                .isEqualTo("There is no scenario about all of this: the tactic \"resource-development\".");
    }

    @ParameterizedTest
    @CsvSource({"shadow-file-read", "passwd-file-read", "log-cleared", "secrets-listed"})
    void oneIsToldInWords(String id) throws IOException {
        assertGolden(ScenarioText.of(catalogue, id).replace(folder.toString(), "FOLDER"), "scenarios/" + id + ".txt");
    }

    @Test
    void anUnknownOneIsAnErrorThatNamesTheNearest() {
        assertThatThrownBy(() -> ScenarioText.of(catalogue, "shadow-file-reed"))
                .isInstanceOf(ScenarioException.class)
                .hasMessage("there is no scenario \"shadow-file-reed\"; did you mean shadow-file-read?");
    }

    @Test
    void derivedScenariosAreToldApart() throws IOException {
        write("derived/hashes.yaml", """
                scenario: derived-hashes
                title: A program reads them
                origin: derived
                values: {file: /etc/shadow}
                events:
                  processes: [{name: p, path: /bin/cat}]
                  actions: [{p: {reads: "${file}"}}]
                fires: [Read sensitive file untrusted]
                matrix: {file: [/etc/gshadow]}
                twins:
                  - {scenario: derived-hashes-hosts, title: Another file, values: {file: /etc/hosts}}
                  - {scenario: derived-hashes-motd, title: A third file, values: {file: /etc/motd}}
                """);
        ScenarioCatalogue derived = ScenarioCatalogue.ofFiles(List.of(folder));

        assertThat(ScenarioList.of(derived, ALL))
                .contains("4 attacks, 1 with a twin. Derived from rules: 2.")
                .contains(
                        "twin        derived-hashes-hosts: Another file",
                        "twin        derived-hashes-motd: A third file")
                .contains("derived-hashes-etc-gshadow: A program reads them: file /etc/gshadow");
        assertThat(ScenarioText.of(derived, "derived-hashes"))
                .contains("derived     from the rule: it is no attack")
                .contains("twin        derived-hashes-hosts", "twin        derived-hashes-motd")
                .contains("The written events that stand in it");
        assertThat(ScenarioText.of(derived, "derived-hashes-motd")).contains("twin of     derived-hashes");
    }
}
