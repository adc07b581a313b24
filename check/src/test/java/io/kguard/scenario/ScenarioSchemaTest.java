// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.harrel.jsonschema.Dialects;
import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.SnakeYamlNode;
import io.kguard.golden.Golden;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema of scenario files, which editors use, and the readers agree. */
class ScenarioSchemaTest {
    private static final Path CATALOGUE =
            Path.of("../attack-scenarios/src/main/resources", ScenarioCatalogue.RESOURCES);
    private static final Path SAMPLES = Path.of("../sample-rules/src/kguard/scenarios");
    private static final Path DEPLOYED = Path.of("../sample-rules/deploy/scenarios");
    private static final Path PUBLISHED = Path.of("../docs/scenario.schema.json");

    /** Broken files whose mistakes only the readers see: they depend on several keys, or are inside a manifest. */
    private static final Set<String> FOR_READERS = Set.of(
            "wrong-play-script.yaml",
            "wrong-plays.yaml",
            "kubectl-without-cluster.yaml",
            "malformed-fields.yaml",
            "malformed-pod.yaml",
            "no-steps.yaml",
            "recording-with-nul.yaml",
            "texts-of-steps.yaml",
            "wrong-needs-macro.yaml");

    /** Broken files that are no YAML document with a value, or have a key twice: no schema is asked. */
    private static final Set<String> NO_DOCUMENTS =
            Set.of("empty.yaml", "given-twice.yaml", "manifest-yes.yaml", "no-yaml.yaml", "two-documents.yaml");

    private static final Validator VALIDATOR = new ValidatorFactory()
            .withJsonNodeFactory(new SnakeYamlNode.Factory())
            .withDialect(new Dialects.Draft7Dialect())
            .createValidator();
    private static final URI SCHEMA = VALIDATOR.registerSchema(ScenarioSchema.json());

    private List<String> faults(String text) {
        return VALIDATOR.validate(SCHEMA, text).getErrors().stream()
                .map(Error::toString)
                .toList();
    }

    @Test
    void theFileIsThatOfTheReaders() throws IOException {
        if ("accept".equals(System.getProperty("kguard.golden"))) {
            Files.writeString(PUBLISHED, ScenarioSchema.json());
        }
        assertThat(PUBLISHED).as("-Dkguard.golden=accept writes it again").hasContent(ScenarioSchema.json());
    }

    static Stream<Path> scenarios() throws IOException {
        try (Stream<Path> catalogue = Files.walk(CATALOGUE);
                Stream<Path> samples = Files.walk(SAMPLES);
                Stream<Path> deployed = Files.walk(DEPLOYED)) {
            return Stream.concat(catalogue, Stream.concat(samples, deployed))
                    .filter(file -> file.toString().endsWith(".yaml")
                            && !file.toString().endsWith(".events.yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @Test
    void thereAreSuchFiles() throws IOException {
        assertThat(scenarios()).hasSizeGreaterThan(100);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void holdsForEveryScenarioThatTheReaderTakes(Path file) throws IOException {
        assertThat(ScenarioReader.read(file)).isNotEmpty();
        assertThat(faults(Files.readString(file))).isEmpty();
    }

    /** An editor that knows the schema shows most mistakes while people write. The others depend on several keys. */
    @Test
    void findsMistakesInAGoodFile() throws IOException {
        Path mistakes = Path.of("../cli/src/test/resources");
        String good = Files.readString(mistakes.resolve("mistakes/scenario.yaml"));
        assertThat(faults(good)).isEmpty();
        List<String> unseen = new ArrayList<>();
        int all = 0;
        for (String row : Files.readAllLines(mistakes.resolve("golden/mistakes.tsv"))) {
            String[] cells = row.replace("\\n", "\n").split("\t", -1);
            if (cells[0].equals("scenario.yaml") && !cells[4].contains("is given twice")) {
                all++;
                if (faults(good.replace(cells[1], cells[2])).isEmpty()) {
                    unseen.add(cells[2]);
                }
            }
        }
        assertThat(unseen).hasSizeLessThan(all / 4);
    }

    static List<String> broken() throws IOException {
        return BrokenScenarioFileTest.files();
    }

    @ParameterizedTest
    @MethodSource("broken")
    void findsWhatIsBrokenInItsStructure(String file) throws IOException {
        String text = Files.readString(Golden.folder().resolve("scenario").resolve(file));
        if (NO_DOCUMENTS.contains(file)) {
            assertThatThrownBy(() -> ScenarioReader.read(file, text)).isInstanceOf(ScenarioException.class);
        } else if (FOR_READERS.contains(file)) {
            assertThat(faults(text)).isEmpty();
        } else {
            assertThat(faults(text)).isNotEmpty();
        }
    }

    private static final String SHELL = """
            # yaml-language-server: $schema=../scenario.schema.json
            scenario: shell
            title: A shell
            attack: [T1609]
            pods: [{metadata: {name: a}, spec: {containers: [{name: a, image: base}]}}]
            steps: [{exec: {pod: a, command: [id]}}]
            fires: [A rule]
            """;

    @Test
    void theCommentForTheEditorIsOneForTheReader() {
        assertThat(ScenarioReader.read("shell.yaml", SHELL)).hasSize(1);
        assertThat(faults(SHELL)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "steps: [{exec: {pod: a, command: id}}]",
                "steps: [{exec: {pod: a, command: []}}]",
                "steps: [{exec: {pod: a, command: [id], timeout: 1h}}]",
                "steps: [{exec: {pod: a, command: [id], exit: 256}}]",
                "steps: [{exec: {command: [id]}}]",
                "steps: [{exce: {pod: a, command: [id]}}]",
                "steps: [{act: {pod: a, do: [[reed, /etc/shadow]]}}]",
                "steps: [{act: {pod: a, as: nobody, do: [[raw-socket]]}}]",
                "fires: [{rule: A rule, form: start}]",
                "fires: []",
                "attack: [1609]",
                "scenario: Shell",
            })
    void findsTheMistakeOfAKey(String line) {
        String text = SHELL.replaceAll("(?m)^" + line.replaceFirst(":.*", "") + ":.*$", line.replace("$", "\\$"));

        assertThatThrownBy(() -> ScenarioReader.read("shell.yaml", text)).isInstanceOf(ScenarioException.class);
        assertThat(faults(text)).isNotEmpty();
    }
}
