// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioCatalogueTest {
    private static final Path SHIPPED = Path.of("../attack-scenarios/src/main/resources", ScenarioCatalogue.RESOURCES);

    private static final Set<String> TACTICS = Set.of(
            "reconnaissance",
            "resource-development",
            "initial-access",
            "execution",
            "persistence",
            "privilege-escalation",
            "stealth",
            "defense-impairment",
            "credential-access",
            "discovery",
            "lateral-movement",
            "collection",
            "command-and-control",
            "exfiltration",
            "impact");

    @TempDir
    Path folder;

    @Test
    void findsScenariosInJars() throws IOException {
        Path jar = folder.resolve("my scenarios.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.putNextEntry(new JarEntry("kguard/scenarios/"));
            out.putNextEntry(new JarEntry("kguard/scenarios/one.yaml"));
            out.write(scenario("one").getBytes(UTF_8));
            // a jar need not have entries for its folders
            out.putNextEntry(new JarEntry("kguard/scenarios/persistence/deep/two.yaml"));
            out.write(scenario("two").getBytes(UTF_8));
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            ScenarioCatalogue catalogue = ScenarioCatalogue.load(loader, List.of());

            assertThat(catalogue.scenarios()).extracting(Scenario::id).containsExactly("one", "two");
            assertThat(catalogue.get("one").origin().file()).isEqualTo(jar + "!/kguard/scenarios/one.yaml");
            assertThat(catalogue.get("two").origin().file())
                    .isEqualTo(jar + "!/kguard/scenarios/persistence/deep/two.yaml");
        }
    }

    /** A class loader does not find such a folder. */
    @Test
    void findsScenariosInJarsWithoutEntriesForFolders() throws IOException {
        Path jar = folder.resolve("my scenarios.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.putNextEntry(new JarEntry("META-INF/MANIFEST.MF"));
            out.write("Manifest-Version: 1.0\n".getBytes(UTF_8));
            out.putNextEntry(new JarEntry("kguard/scenarios/one.yaml"));
            out.write(scenario("one").getBytes(UTF_8));
            out.putNextEntry(new JarEntry("kguard/scenarios/persistence/two.yaml"));
            out.write(scenario("two").getBytes(UTF_8));
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            ScenarioCatalogue catalogue = ScenarioCatalogue.load(loader, List.of());

            assertThat(catalogue.scenarios()).extracting(Scenario::id).containsExactly("one", "two");
        }
    }

    @Test
    void findsScenariosInDirectoriesAndFiles() throws IOException {
        Files.createDirectories(folder.resolve("a/b"));
        Files.writeString(folder.resolve("a/b/one.yaml"), scenario("one"));
        Files.writeString(folder.resolve("a/notes.txt"), "no scenario");
        Path two = Files.writeString(folder.resolve("two.yml"), scenario("two"));

        ScenarioCatalogue catalogue = ScenarioCatalogue.ofFiles(List.of(folder.resolve("a"), two));

        assertThat(catalogue.scenarios()).extracting(Scenario::id).containsExactly("one", "two");
    }

    @Test
    void aPodWithAnImageThatTheMachineLacksIsARequirement() throws IOException {
        Files.writeString(folder.resolve("one.yaml"), scenario("one").replace("base", "debian-tools"));
        Files.writeString(folder.resolve("two.yaml"), scenario("two"));

        ScenarioCatalogue all = ScenarioCatalogue.ofFiles(List.of(folder));
        ScenarioCatalogue here = all.without(
                image -> image.equals("debian-tools") ? Optional.of("the image " + image) : Optional.empty());

        assertThat(here.get("one").requirement()).isEqualTo("the image debian-tools");
        assertThat(here.get("two").requirement()).isNull();
        assertThat(all.get("one").requirement()).isNull();
    }

    @Test
    void anEventScriptIsOfTheScenarioThatNamesIt() throws IOException {
        Files.writeString(folder.resolve("one.events.yaml"), "processes: []\n");
        Files.writeString(folder.resolve("one.yaml"), """
                scenario: one
                title: One
                attack: [T1059]
                events: one.events.yaml
                fires: [Shell]
                """);
        assertThat(ScenarioCatalogue.ofFiles(List.of(folder)).scenarios())
                .singleElement()
                .satisfies(scenario -> assertThat(scenario.recording())
                        .isEqualTo(new Recording(Recording.Kind.EVENTS, folder.resolve("one.events.yaml"))));

        Path other = Files.writeString(folder.resolve("two.events.yaml"), "processes: []\n");
        assertThatThrownBy(() -> ScenarioCatalogue.ofFiles(List.of(folder)))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining(other + ":1:1: no scenario of this folder names this event script");
    }

    /** A scenario that is not found is not checked. */
    @Test
    void noScenarioOfADirectoryIsLeftOut() throws IOException {
        Path given = Files.createDirectories(folder.resolve("given"));
        Path elsewhere = Files.createDirectories(given.resolve("..data/deep"));
        Files.writeString(elsewhere.resolve("linked.yaml"), scenario("linked"));
        Files.createSymbolicLink(given.resolve("others"), elsewhere);
        Files.writeString(given.resolve("Loud.YAML"), scenario("loud"));
        Path deep = Files.createDirectories(given.resolve("1/2/3/4/5/6/7/8/9"));
        Files.writeString(deep.resolve("deep.yaml"), scenario("deep"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), given);

        assertThat(ScenarioCatalogue.ofFiles(List.of(link)).scenarios())
                .extracting(Scenario::id)
                .containsExactlyInAnyOrder("linked", "loud", "deep");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
                "# deployed by hand\n---\nkind: Pod\napiVersion: v1\n---\nkind: Service\napiVersion: v1\n",
                "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": []}\n",
                "# of a tool\n--- \n{apiVersion: v1, kind: Pod, metadata: {name: a}}\n---\n{}\n"
            })
    void manifestsBesideScenariosAreNone(String manifest) throws IOException {
        Path file = Files.writeString(folder.resolve("pod.yaml"), manifest);
        Files.writeString(folder.resolve("one.yaml"), scenario("one"));

        ScenarioCatalogue catalogue = ScenarioCatalogue.ofFiles(List.of(folder));

        assertThat(catalogue.scenarios()).extracting(Scenario::id).containsExactly("one");
        assertThat(catalogue.others()).containsExactly("No scenario: " + file + " is a Kubernetes manifest");
        assertThatThrownBy(() -> ScenarioCatalogue.ofFiles(List.of(file)))
                .hasMessageContaining("pod.yaml is a Kubernetes manifest");
    }

    /** A scenario with a mistake in its first key would be left unchecked. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{scenaro: one, pods: [{apiVersion: v1, kind: Pod}]}\n",
                "{apiVersion: v1, kind: Pod, scenario: one}\n",
                "{apiVersion: v1, kind: Pod\n",
                "kind: Pod\n"
            })
    @Tag("trust")
    void whatIsNoManifestIsReadAsAScenario(String text) throws IOException {
        Files.writeString(folder.resolve("one.yaml"), text);

        assertThatThrownBy(() -> ScenarioCatalogue.ofFiles(List.of(folder)))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("one.yaml:");
    }

    /** A link of a fork's checkout would show the lines of a file of the machine. */
    @Test
    @Tag("trust")
    void aLinkOutOfTheDirectoryIsRefused() throws IOException {
        Path given = Files.createDirectories(folder.resolve("given"));
        Path secret = Files.writeString(folder.resolve("secret"), "root:$y$hash\n");
        Path link = Files.createSymbolicLink(given.resolve("a.yaml"), secret);
        assertThatThrownBy(() -> ScenarioCatalogue.ofFiles(List.of(given)))
                .isInstanceOf(ScenarioException.class)
                .hasMessageStartingWith(link + " is a link to " + secret.toRealPath() + ", which is outside the folder")
                .hasMessageNotContaining("hash");
        assertThatThrownBy(() -> ScenarioReader.read(link))
                .isInstanceOf(ScenarioException.class)
                .hasMessageNotContaining("hash");

        Files.delete(link);
        Files.writeString(Files.createDirectories(folder.resolve("out")).resolve("b.yaml"), "root:$y$hash\n");
        Files.createSymbolicLink(given.resolve("conf"), folder.resolve("out"));
        assertThatThrownBy(() -> ScenarioCatalogue.ofFiles(List.of(given)))
                .isInstanceOf(ScenarioException.class)
                .hasMessageStartingWith(given.resolve("conf") + " is a link")
                .hasMessageNotContaining("hash");
    }

    @Test
    void aDirectoryWithoutAScenarioIsAMistake() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Files.writeString(empty.resolve("notes.txt"), "# Notes\n");

        assertThatThrownBy(() -> ScenarioCatalogue.ofFiles(List.of(empty)))
                .hasMessage("the directory " + empty + " holds no scenario:" + " it has no file named *.yaml or *.yml");
    }

    @Test
    void aLinkToNowhereIsAMistake() throws IOException {
        Path given = Files.createDirectories(folder.resolve("given"));
        Files.writeString(given.resolve("one.yaml"), scenario("one"));
        Path link = Files.createSymbolicLink(given.resolve("two.yaml"), folder.resolve("nowhere.yaml"));

        assertThatThrownBy(() -> ScenarioCatalogue.ofFiles(List.of(given)))
                .hasMessage(link + ": there is no such file");

        Files.delete(link);
        Files.createSymbolicLink(given.resolve("round"), given);
        assertThatThrownBy(() -> ScenarioCatalogue.ofFiles(List.of(given)))
                .hasMessage("the scenarios can't be read: " + given.resolve("round") + ": its links lead in a circle");
    }

    @Test
    void anIdCanBeUsedOnce() throws IOException {
        Path first = Files.writeString(folder.resolve("first.yaml"), scenario("one"));
        Path second = Files.writeString(folder.resolve("second.yaml"), scenario("one"));

        assertThatThrownBy(() -> ScenarioCatalogue.ofFiles(List.of(first, second)))
                .hasMessage(second + ":1:1: there is another scenario one at " + first
                        + ":1:1\n  give one of them another id");
    }

    @Test
    void namesTheMistakesOfAllFiles() throws IOException {
        Path first = Files.writeString(folder.resolve("first.yaml"), "scenario: [");
        Path second = Files.writeString(folder.resolve("second.yaml"), "scenarios: x");

        assertThatThrownBy(() -> ScenarioCatalogue.ofFiles(List.of(first, second)))
                .hasMessageContaining("first.yaml:1:")
                .hasMessageContaining("second.yaml:1:1: a scenario has no key \"scenarios\"");
    }

    @Test
    void aMissingPathIsAnError() {
        assertThatThrownBy(() -> ScenarioCatalogue.ofFiles(List.of(folder.resolve("nowhere"))))
                .hasMessage("there is no scenario file or directory " + folder.resolve("nowhere"));
    }

    @Test
    void anUnknownIdNamesTheNearest() throws IOException {
        Path file = Files.writeString(folder.resolve("one.yaml"), scenario("kubectl-exec-shell"));

        assertThatThrownBy(() -> ScenarioCatalogue.ofFiles(List.of(file)).get("kubectl-exec-shel"))
                .hasMessage("there is no scenario \"kubectl-exec-shel\"; did you mean kubectl-exec-shell?");
    }

    @Test
    void anUnknownIdOfAnEmptyCatalogueSaysWhereScenariosComeFrom() {
        assertThatThrownBy(() -> ScenarioCatalogue.ofFiles(List.of()).get("x"))
                .hasMessageContaining("add the dependency kguard-attack-scenarios");
    }

    /** Which images are allowed only a user's macro knows. */
    private static final String WITHOUT_TWIN = "Launch Disallowed Container";

    /** Falco's plugin does not show what the rule looks at. */
    private static final String UNSEEN = "GCP Bucket configured to be public";

    @Test
    void everyShippedAttackHasATwin() {
        ScenarioCatalogue shipped = ScenarioCatalogue.ofFiles(List.of(SHIPPED));

        assertThat(shipped.scenarios()).hasSizeGreaterThanOrEqualTo(14);
        Set<String> fired = new TreeSet<>();
        Set<String> silent = new TreeSet<>();
        shipped.scenarios().stream()
                .filter(scenario -> scenario.requirement() == null)
                .flatMap(scenario -> scenario.expectations().stream())
                .forEach(expectation ->
                        (expectation.outcome() == Expectation.Outcome.FIRES ? fired : silent).add(expectation.rule()));
        fired.remove(WITHOUT_TWIN);
        silent.remove(UNSEEN);
        assertThat(silent).isEqualTo(fired);
    }

    /** Folders are ATT&CK's tactics: a reader finds an attack by what it is for. */
    @Test
    void everyShippedAttackIsInTheFolderOfATactic() throws IOException {
        try (Stream<Path> files = Files.walk(SHIPPED)) {
            assertThat(files.filter(Files::isRegularFile)).allSatisfy(file -> {
                Path place = SHIPPED.relativize(file);
                assertThat(place.getNameCount()).isEqualTo(2);
                String folder = place.getName(0).toString();
                boolean workload = ScenarioReader.read(file).get(0).kind() == Scenario.Kind.WORKLOAD;
                assertThat(workload ? Set.of("benign") : TACTICS).contains(folder);
            });
        }
    }

    private static String scenario(String id) {
        return """
            scenario: %s
            title: A title
            attack: [T1609]
            pods: [{metadata: {name: a}, spec: {containers: [{name: a, image: base}]}}]
            steps: [{exec: {pod: a, command: [id]}}]
            fires: [Some rule]
            """.formatted(id);
    }
}
