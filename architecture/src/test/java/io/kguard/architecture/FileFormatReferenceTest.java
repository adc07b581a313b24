// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kguard.capture.EventScript;
import io.kguard.capture.InlineScript;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.source.TableReader;
import io.kguard.internal.suite.SuiteFile;
import io.kguard.internal.yaml.Keys;
import io.kguard.output.ChatOutput;
import io.kguard.output.FalcoConfig;
import io.kguard.output.FalcoConfigException;
import io.kguard.reaction.ReactionReader;
import io.kguard.scenario.ScenarioReader;
import io.kguard.scenario.ScenarioSchema;
import io.kguard.workload.StandIns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The reference names every key of scenarios, event scripts and falco.yaml, and no others. */
class FileFormatReferenceTest {
    private static final ReferencePage SCENARIOS = ReferencePage.read("scenarios.md");
    private static final ReferencePage EVENTS = ReferencePage.read("written-events.md");
    private static final ReferencePage REFERENCE = ReferencePage.read("falco-files.md");

    private static final Map<String, Keys> CONFIG = Keys.of(FalcoConfig.class);

    /** The mappings of Falcosidekick's settings. */
    private static final Set<String> SIDEKICK = Stream.concat(
                    Stream.of("config", "output", "talon"), ChatOutput.keys().stream())
            .collect(Collectors.toSet());

    /** The readers with a table of keys, and the pages with a row for each. */
    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of(ScenarioReader.class, "scenarios.md"),
                Arguments.of(ReactionReader.class, "scenarios.md"),
                Arguments.of(SuiteFile.class, "scenarios.md"),
                Arguments.of(InlineScript.class, "written-events.md"),
                Arguments.of(TableReader.class, "sources.md"));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void everyKeyIsInItsSection(Class<?> reader, String name) throws IOException {
        Map<String, Keys> table = Keys.of(reader);
        ReferencePage page = ReferencePage.read(name);
        if ("accept".equals(System.getProperty("kguard.golden"))) {
            page = new ReferencePage(KeyRows.accepted(page.lines(), table));
            page.write(name);
        }
        for (Keys keys : table.values()) {
            if (!keys.section().isEmpty()) {
                KeyRows.check(page, keys);
            }
        }
    }

    @Test
    void everyActionAndStandInIsThere() {
        JsonNode action = new ObjectMapper().readTree(ScenarioSchema.json()).at("/definitions/act/properties/do/items");

        assertThat(SCENARIOS.names("Acts"))
                .isEqualTo(action.at("/items/0/enum")
                        .valueStream()
                        .map(JsonNode::asString)
                        .collect(Collectors.toCollection(TreeSet::new)));
        assertThat(ReferencePage.names(SCENARIOS.section("Stand-ins"))).containsAll(StandIns.NAMES);
    }

    @Test
    void everyActionnerHasItsParameters() {
        Map<String, Set<String>> documented = new TreeMap<>();
        SCENARIOS
                .rows("Actionners")
                .forEach(row -> documented.put(row.get(0).replace("`", ""), ReferencePage.names(List.of(row.get(1)))));

        assertThat(documented.keySet()).isEqualTo(new TreeSet<>(ReactionReader.actionners()));
        documented.forEach((actionner, parameters) -> assertThat(parameters)
                .isEqualTo(ReactionReader.KEYS.get(actionner).names()));
    }

    /** An action without a verb is told which there are. */
    @Test
    void everyVerbOfAnEventScriptIsThere() {
        String script = "{processes: [{name: a, path: /a}], actions: [{a: {}}]}";
        String told = catchThrowable(() -> EventScript.parse("script", script, FalcoVersion.CURRENT))
                .getMessage();

        assertThat(EVENTS.names("Verbs"))
                .containsExactlyInAnyOrder(told.substring(told.indexOf("one of ") + "one of ".length())
                        .strip()
                        .split(", "));
    }

    /** A key that is not documented is found below: it is in the table of the readers. */
    @Test
    void everyKeyOfFalcoYamlIsKnown(@TempDir Path folder) throws IOException {
        Set<String> documented = new TreeSet<>();
        REFERENCE.names("falco.yaml").forEach(key -> documented.add(key.replaceFirst("\\..*", "")));
        documented.addAll(ReferencePage.names(REFERENCE.section("falco.yaml").stream()
                .dropWhile(line -> !line.startsWith("These keys are about how Falco itself runs."))
                .toList()));
        String all = documented.stream().map(key -> key + ": {}\n").collect(Collectors.joining());
        Path file = Files.writeString(folder.resolve("falco.yaml"), all + "no_such_setting: {}\n");

        assertThat(told(file)).contains("unknown setting no_such_setting");
        assertThat(told(file).lines().filter(line -> line.contains("unknown setting")))
                .hasSize(1);
    }

    /** All that is wrong with a file, or odd. */
    private static String told(Path file) throws IOException {
        try {
            return String.join(
                    "\n", FalcoConfig.read(file, FalcoVersion.CURRENT).warnings());
        } catch (FalcoConfigException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** The mappings of a {@code falco.yaml} in the table of its readers; the others are Falcosidekick's. */
    @Test
    void everyKeyOfItsTableIsThere() {
        Set<String> documented = new TreeSet<>();
        ReferencePage.names(REFERENCE.section("falco.yaml"))
                .forEach(name -> documented.addAll(List.of(name.split("[.:]\\s*"))));
        Set<String> keys = new TreeSet<>();
        CONFIG.forEach((mapping, of) -> {
            if (!SIDEKICK.contains(mapping)) {
                keys.addAll(of.names());
            }
        });

        assertThat(documented).as("not in the reference").containsAll(keys);
        documented.removeIf(name -> !name.contains("_") || keys.contains(name));
        assertThat(documented)
                .as("not in the table")
                .containsExactly("coding_agent", "drop_failed_exit", "output_fields");
    }

    @Test
    void everySettingOfFalcosidekickThatCountsIsThere() {
        Set<String> documented = new TreeSet<>();
        ReferencePage.names(REFERENCE.section("Helm values"))
                .forEach(name -> documented.add(name.substring(name.lastIndexOf('.') + 1)));

        for (String mapping : SIDEKICK) {
            Keys.known(CONFIG, mapping).all().forEach((key, row) -> {
                if (!row.type().equals("unread")) {
                    assertThat(documented).as(mapping).contains(key);
                }
            });
        }
        assertThat(CONFIG).containsKeys(ChatOutput.keys().toArray(String[]::new));
        assertThat(Keys.known(CONFIG, "config").names()).containsAll(ChatOutput.keys());
    }
}
