// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.harrel.jsonschema.Dialects;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.SnakeYamlNode;
import io.kguard.event.JsonWriter;
import io.kguard.internal.option.Goal;
import io.kguard.internal.option.GoalParameter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema of kguard.yaml, the page that describes it and its reader have the same keys: those of the goals. */
class SettingsSchemaTest {
    private static final Path PUBLISHED = Path.of("../docs/kguard.schema.json");
    private static final Path PAGE = Path.of("../docs/kguard-yaml.md");
    /** The option of an analysis that only the tests have. */
    private static final String OF_TESTS = "checksPerRule";

    private static final SettingsKeys KEYS = SettingsKeys.ofGoals();
    private static final Validator VALIDATOR = new ValidatorFactory()
            .withJsonNodeFactory(new SnakeYamlNode.Factory())
            .withDialect(new Dialects.Draft7Dialect())
            .createValidator();

    @TempDir
    private Path folder;

    @Test
    void theFileIsThatOfTheGoals() throws IOException {
        if ("accept".equals(System.getProperty("kguard.golden"))) {
            Files.writeString(PUBLISHED, schema());
        }
        assertThat(PUBLISHED).as("-Dkguard.golden=accept writes it again").hasContent(schema());
    }

    /** A key with two meanings at the top would be read as one of them. */
    @Test
    void noBlockHasTheNameOfASharedOption() {
        assertThat(KEYS.shared().keySet())
                .doesNotContainAnyElementsOf(KEYS.blocks().keySet());
    }

    @Test
    void goalsAgreeOnWhatASharedOptionTakes() {
        for (Goal goal : Goals.all()) {
            assertThat(goal.parameters().stream().filter(GoalParameter::isShared))
                    .as(goal.name())
                    .allSatisfy(parameter -> assertThat(parameter.type())
                            .isEqualTo(KEYS.shared().get(parameter.name()).type()));
        }
    }

    /** What starts programs, loads code, reaches the machine or leaves checks out must not come with a checkout. */
    @Test
    void whatReachesTheMachineIsNoKey() {
        Set<String> keys = new TreeSet<>(KEYS.shared().keySet());
        KEYS.blocks().values().forEach(block -> keys.addAll(block.keySet()));

        assertThat(keys)
                .doesNotContain(
                        "privileged",
                        "allow",
                        "runc",
                        "runtime",
                        "live",
                        "plugins",
                        "vm",
                        "skip",
                        "only",
                        "onlyFiles",
                        "shard")
                .doesNotContain("beside", "falcoBinary", "falcoPlugin", "falcoImage", "captures", "fix", "settings")
                .contains("rules", "scenarios", "falco", "config", "minChecks", "mutationThreshold");
        // a replay writes to the channels of its falco.yaml
        assertThat(KEYS.blocks().get("replay")).doesNotContainKey("config");
    }

    @Test
    void thePageHasTheSharedOptionsAndThoseOfCallers() throws IOException {
        String page = Files.readString(PAGE);
        Set<String> ofCallers = Stream.concat(
                        Goal.OF_SIMULATIONS.stream(), Goals.all().stream().flatMap(goal -> goal.parameters().stream()))
                .filter(GoalParameter::isCallerOnly)
                .map(GoalParameter::name)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(words(page, "At the top:"))
                .isEqualTo(new TreeSet<>(KEYS.shared().keySet()));
        assertThat(words(page, "In a block:"))
                .isEqualTo(new TreeSet<>(KEYS.blocks().keySet()));
        assertThat(words(page, "No keys:")).isEqualTo(ofCallers);
    }

    private static Set<String> words(String page, String begin) {
        String paragraph = page.substring(page.indexOf(begin) + begin.length()).split("\n\n", -1)[0];
        return Stream.of(paragraph
                        .replaceAll("[^`]*`(\\w[\\w-]*)`[^`]*", "$1 ")
                        .strip()
                        .split(" "))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rules: [a, b]",
                "rules: a",
                "falco: 0.44",
                "catalogue: off",
                "verify:",
                "verify: {minChecks: 3, evasion: true, rules: [a]}",
                "baseline: known.yaml",
                "upgrade: {from: '0.43', stockFrom: [stock]}"
            })
    void whatTheReaderTakesTheSchemaTakes(String text) throws IOException {
        assertThat(faults(text)).isEmpty();
        assertThat(read(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rulez: [a]",
                "rules: {a: b}",
                "minChecks: 3",
                "verify: [minChecks]",
                "verify: {minChecks: three}",
                "verify: {minChecks: '3'}",
                "verify: {evasion: maybe}",
                "verify: {skip: true}",
                "scenarios: {tactic: x}",
                "replay: {config: falco.yaml}",
                "privileged: host",
                "- rules"
            })
    void whatTheReaderRefusesTheSchemaRefuses(String text) throws IOException {
        assertThat(faults(text)).isNotEmpty();
        assertThat(read(text)).contains("kguard.yaml:1:");
    }

    private static List<String> faults(String text) {
        URI schema = VALIDATOR.registerSchema(schema());
        return VALIDATOR.validate(schema, text).getErrors().stream()
                .map(Object::toString)
                .toList();
    }

    private String read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("kguard.yaml"), text);
        try {
            SettingsFile.read(file, Goals.named("verify").orElseThrow());
            return "";
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String schema() {
        JsonWriter json = JsonWriter.spaced().object();
        json.line(2).key("$schema").value("http://json-schema.org/draft-07/schema#");
        json.line(2).key("title").value("kguard.yaml");
        json.line(2).key("type").value("object");
        json.line(2).key("additionalProperties").value(false);
        json.line(2).key("properties").object();
        KEYS.shared().values().forEach(parameter -> write(json, 4, parameter));
        KEYS.blocks().forEach((goal, options) -> {
            json.line(4).key(goal).object();
            json.line(6)
                    .key("description")
                    .value(Goals.named(goal).orElseThrow().summary());
            json.line(6).key("type").array().value("object").value("null").end();
            json.line(6).key("additionalProperties").value(false);
            json.line(6).key("properties").object();
            options.values().stream()
                    .filter(parameter -> !parameter.name().equals(OF_TESTS))
                    .forEach(parameter -> write(json, 8, parameter));
            json.line(6).end().line(4).end();
        });
        return json.line(2).end().line(0).end().json() + "\n";
    }

    private static final Map<GoalParameter.Type, List<String>> TYPES = Map.of(
            GoalParameter.Type.FILES, List.of("string", "array"),
            GoalParameter.Type.NAMES, List.of("string", "array"),
            GoalParameter.Type.FILE, List.of("string"),
            GoalParameter.Type.TEXT, List.of("string", "number", "boolean"),
            GoalParameter.Type.VALUE_OR_ALONE, List.of("string", "number", "boolean"),
            GoalParameter.Type.NUMBER, List.of("number"),
            GoalParameter.Type.SWITCH, List.of("boolean"));

    private static void write(JsonWriter json, int indent, GoalParameter parameter) {
        json.line(indent).key(parameter.name()).object();
        json.key("description").value(parameter.meaning());
        List<String> types = TYPES.getOrDefault(parameter.type(), List.of());
        json.key("type").array();
        types.forEach(json::value);
        json.end();
        if (types.contains("array")) {
            json.key("items").object().key("type").value("string").end();
        }
        json.end();
    }
}
