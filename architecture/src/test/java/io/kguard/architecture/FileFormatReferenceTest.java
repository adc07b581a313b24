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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    /** Keys of values of Falco's chart that tell what its driver sees. */
    private static final Set<String> OF_THE_CHART = Set.of("driver", "extra", "args");

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

    /** A key that is not documented is found below: it is a literal in the readers. */
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

    /** A key below another one is a literal in the readers, and the reference contains all of those. */
    @Test
    void everyKeyBelowOneOfFalcoYamlIsThere() {
        Set<String> documented = new TreeSet<>();
        ReferencePage.names(REFERENCE.section("falco.yaml"))
                .forEach(name -> documented.addAll(List.of(name.split("[.:]\\s*"))));
        Set<String> literals = new TreeSet<>();
        for (String reader : List.of("FalcoConfigReader", "ChannelsReader", "PluginsReader")) {
            Matcher key = Pattern.compile("\"([a-z]\\w*)\"")
                    .matcher(ReferencePage.text("engine/src/main/java/io/kguard/output/" + reader + ".java"));
            while (key.find()) {
                literals.add(key.group(1));
            }
        }

        Set<String> undocumented = new TreeSet<>(literals);
        undocumented.removeAll(documented);
        undocumented.removeAll(OF_THE_CHART);
        assertThat(undocumented)
                .as("not in the reference")
                .isSubsetOf(
                        "http",
                        "https",
                        "localhost",
                        "no",
                        "true",
                        "modern_ebpf",
                        "ebpf",
                        "kmod",
                        "nodriver",
                        "gvisor",
                        "replay");
        documented.removeIf(name -> !name.contains("_") || literals.contains(name));
        assertThat(documented).as("not in the code").containsExactly("output_fields");
    }
}
