// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.scenario.Recording;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.scenario.ScenarioException;
import io.kguard.scenario.ScenarioReader;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy of a scenario is the same but for its ids, and can be used where it lies. */
class ScenarioCopyTest {
    private static final Path CATALOGUE =
            Path.of("../attack-scenarios/src/main/resources", ScenarioCatalogue.RESOURCES);

    private static final String SEVERAL = """
            # The ids are written in each way.
            scenario: "reads"     # with a comment
            title: Reads a file, not reads
            attack: [T1003.008]
            values: {file: shadow}
            events: logs/${file}.events.yaml
            fires: [Passwords read]
            twins:
              - {scenario: reads-hosts, values: {file: hosts}}
              - {title: Läuft, scenario: 'other', values: {file: motd}}
              - {scenario: another, values: {file: passwd}}
            """;

    @TempDir
    Path folder;

    @Test
    void eachFileOfTheCatalogueCanBeCopied() throws IOException {
        ScenarioCatalogue catalogue = ScenarioCatalogue.ofFiles(List.of(CATALOGUE));
        int copied = 0;
        for (Scenario scenario : catalogue.scenarios()) {
            if (scenario.isTwin()) {
                continue;
            }
            String id = "copy-" + copied++;
            Map<Path, byte[]> files = ScenarioCopy.of(catalogue, scenario.id(), id, folder);
            String text = new String(files.get(folder.resolve(id + ".yaml")), UTF_8);
            List<Scenario> read = ScenarioReader.read(id, text);
            assertThat(read.get(0).id()).isEqualTo(id);
            assertThat(read.get(0).expectations()).isEqualTo(scenario.expectations());
            assertThat(files).as("a scenario of a jar names no file").hasSize(1);
            assertThat(text.lines().filter(line -> !catalogue.text(scenario).contains(line)))
                    .as(scenario.id())
                    .hasSize((int) text.lines()
                            .filter(line -> line.contains("scenario: "))
                            .count());
        }
        assertThat(copied).isGreaterThan(200);
    }

    private ScenarioCatalogue several() throws IOException {
        Files.createDirectories(folder.resolve("own/logs"));
        for (String file : List.of("shadow", "hosts", "motd", "passwd", "unused")) {
            Files.writeString(
                    folder.resolve("own/logs/" + file + ".events.yaml"),
                    "processes: [{name: p, path: /bin/cat}]\nactions: [{p: {reads: /etc/" + file + "}}]\n");
        }
        Path file = Files.writeString(folder.resolve("own/reads.yaml"), SEVERAL);
        return ScenarioCatalogue.ofFiles(List.of(file));
    }

    @Test
    void twinsAreNamedAfterTheirAttackAndFilesComeAlong() throws IOException {
        Map<Path, byte[]> files = ScenarioCopy.of(several(), "reads-hosts", "mine", folder.resolve("new"));

        assertThat(new String(files.get(folder.resolve("new/mine.yaml")), UTF_8))
                .isEqualTo(SEVERAL.replace("\"reads\"", "\"mine\"")
                        .replace("reads-hosts", "mine-hosts")
                        .replace("'other'", "'mine-twin'")
                        .replace("another", "mine-twin-2"));
        for (Map.Entry<Path, byte[]> file : files.entrySet()) {
            Files.createDirectories(file.getKey().getParent());
            Files.write(file.getKey(), file.getValue());
        }
        List<Scenario> read = ScenarioReader.read(folder.resolve("new/mine.yaml"));
        assertThat(read).extracting(Scenario::id).containsExactly("mine", "mine-hosts", "mine-twin", "mine-twin-2");
        assertThat(read)
                .extracting(Scenario::recording)
                .extracting(Objects::requireNonNull)
                .extracting(Recording::file)
                .allMatch(Files::isRegularFile);
        assertThat(files).hasSize(5);
    }

    @Test
    void filesThatAreThereAlreadyStay() throws IOException {
        assertThat(ScenarioCopy.of(several(), "reads", "mine", folder.resolve("own")))
                .containsOnlyKeys(folder.resolve("own/mine.yaml"));
    }

    @Test
    void aScenarioOfAJarIsCopied() throws IOException {
        Path jar = folder.resolve("catalogue.jar");
        try (FileSystem content = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
            Path inside = content.getPath("/" + ScenarioCatalogue.RESOURCES, "discovery");
            Files.createDirectories(inside);
            Files.writeString(
                    inside.resolve("reads.yaml"),
                    SEVERAL.replace(
                            "logs/${file}.events.yaml",
                            "{processes: [{name: p, path: \"/bin/${file}\"}], actions: []}"));
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            ScenarioCatalogue catalogue = ScenarioCatalogue.load(loader, List.of());
            Map<Path, byte[]> files = ScenarioCopy.of(catalogue, "reads", "mine", folder);
            assertThat(files).containsOnlyKeys(folder.resolve("mine.yaml"));
            assertThat(ScenarioReader.read("mine", new String(files.get(folder.resolve("mine.yaml")), UTF_8)))
                    .extracting(Scenario::id)
                    .containsExactly("mine", "mine-hosts", "mine-twin", "mine-twin-2");
        }
    }

    @Test
    void theTextIsThatOfTheFile() throws IOException {
        assertThat(ScenarioCopy.text(several(), "another")).isEqualTo(SEVERAL);
    }

    @Test
    void whatCantBeCopiedIsTold() throws IOException {
        ScenarioCatalogue catalogue = several();
        assertThatThrownBy(() -> ScenarioCopy.of(catalogue, "raeds", "mine", folder))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("there is no scenario \"raeds\"; did you mean reads?");
        assertThatThrownBy(() -> ScenarioCopy.of(catalogue, "reads", "another", folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is a scenario another already, at ");
        Path suite = Files.writeString(folder.resolve("suite.yaml"), """
                tests:
                  - {rule: A rule, name: a test, runner: HostRunner, steps: []}
                """);
        assertThatThrownBy(() -> ScenarioCopy.of(ScenarioCatalogue.ofFiles(List.of(suite)), "a-test", "mine", folder))
                .hasMessageContaining("a-test is a test of a suite file");
        Path anchored = Files.writeString(
                folder.resolve("anchored.yaml"), SEVERAL.replace("scenario: \"reads\"", "scenario: &id reads"));
        Files.createDirectories(folder.resolve("logs"));
        for (String file : List.of("shadow", "hosts", "motd", "passwd")) {
            Files.copy(
                    folder.resolve("own/logs/" + file + ".events.yaml"),
                    folder.resolve("logs/" + file + ".events.yaml"));
        }
        assertThatThrownBy(() -> ScenarioCopy.of(ScenarioCatalogue.ofFiles(List.of(anchored)), "reads", "mine", folder))
                .hasMessageContaining("in a form that can't be changed");
    }
}
