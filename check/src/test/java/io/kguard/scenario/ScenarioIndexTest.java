// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.internal.source.EventSources;
import io.kguard.scenario.IndexedScenario.Check;
import io.kguard.workload.AllowedFolders;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A jar with an index: of its files only those are read that somebody asks for, and nothing else is different. */
class ScenarioIndexTest {
    private static final String SCENARIO = """
            scenario: %1$s
            title: Reads a file
            attack: [T1003.008]
            pods: [{metadata: {name: web}, spec: {containers: [{name: web, image: base}]}}]
            steps: [{exec: {pod: web, command: [cat, /etc/shadow], output: "root:"}}]
            fires: [Rule of %1$s]
            """;

    @TempDir
    Path folder;

    private Path content;
    private Path scenarios;

    @BeforeEach
    void writeScenarios() throws IOException {
        content = folder.resolve("content");
        scenarios = Files.createDirectories(content.resolve(ScenarioCatalogue.RESOURCES));
        Files.writeString(scenarios.resolve("one.yaml"), SCENARIO.formatted("one"));
        Files.writeString(scenarios.resolve("two.yaml"), SCENARIO.formatted("two"));
        ScenarioIndex.main(new String[] {content.toString()});
    }

    private ScenarioCatalogue load(Predicate<IndexedFile> asked, Path... own) throws IOException {
        Path jar = folder.resolve("catalogue.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> walk = Files.walk(content)) {
            for (Path file : walk.filter(path -> !path.equals(content)).sorted().toList()) {
                entries.putNextEntry(new JarEntry(content.relativize(file) + (Files.isDirectory(file) ? "/" : "")));
                if (Files.isRegularFile(file)) {
                    Files.copy(file, entries);
                }
            }
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            return ScenarioCatalogue.load(
                    loader, List.of(own), AllowedFolders.defaults(), EventSources.BUILT_IN, asked);
        }
    }

    @Test
    void aFileThatNobodyAsksForIsNotRead() throws IOException {
        ScenarioCatalogue catalogue = load(file -> file.has("two"));

        assertThat(catalogue.scenarios()).extracting(Scenario::id).containsExactly("two");
        assertThat(catalogue.isOfJar(catalogue.get("two"))).isTrue();
        assertThat(catalogue.unread())
                .containsExactly(new IndexedScenario(
                        "one",
                        Scenario.Kind.CHECKED,
                        List.of("T1003.008"),
                        List.of(new Check("Rule of one", Expectation.Outcome.FIRES))));
    }

    @Test
    void aScenarioCanBeReadLater() throws IOException {
        ScenarioCatalogue none = load(file -> false);

        ScenarioCatalogue catalogue = none.reading("one");

        assertThat(none.scenarios()).isEmpty();
        assertThat(catalogue.scenarios()).extracting(Scenario::id).containsExactly("one");
        assertThat(catalogue.get("one").expectations()).containsExactly(Expectation.fires("Rule of one"));
        assertThat(catalogue.isOfJar(catalogue.get("one"))).isTrue();
        assertThat(catalogue.unread()).extracting(IndexedScenario::id).containsExactly("two");
        assertThat(catalogue.reading("one")).isSameAs(catalogue);
    }

    @Test
    void theNearestNameMayBeOneThatWasNotRead() throws IOException {
        ScenarioCatalogue catalogue = load(file -> false);

        assertThatThrownBy(() -> catalogue.reading("twoo").get("twoo"))
                .isInstanceOf(ScenarioException.class)
                .hasMessage("there is no scenario \"twoo\"; did you mean two?");
    }

    @Test
    @Tag("trust")
    void aFileThatTheIndexDoesNotHaveAsItIsIsRead() throws IOException {
        Files.writeString(scenarios.resolve("one.yaml"), SCENARIO.formatted("new"));
        Files.writeString(scenarios.resolve("three.yaml"), SCENARIO.formatted("three"));

        ScenarioCatalogue catalogue = load(file -> false);

        assertThat(catalogue.scenarios()).extracting(Scenario::id).containsExactly("new", "three");
        assertThat(catalogue.unread()).extracting(IndexedScenario::id).containsExactly("two");
    }

    @Test
    @Tag("trust")
    void aFileThatWasBrokenSinceIsSaid() throws IOException {
        Files.writeString(
                scenarios.resolve("one.yaml"), SCENARIO.formatted("one").replace("steps", "stebs"));

        assertThatThrownBy(() -> load(file -> false))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("one.yaml:5:1")
                .hasMessageContaining("stebs");
    }

    @Test
    @Tag("trust")
    void anIdOfAnotherScenarioIsSaid() throws IOException {
        Path own = Files.writeString(folder.resolve("own.yaml"), SCENARIO.formatted("one"));

        assertThatThrownBy(() -> load(file -> false, own))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("there is another scenario one at " + own);
    }
}
