// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.kguard.capture.InlineScript;
import io.kguard.event.FalcoVersion;
import io.kguard.event.SystemCall;
import io.kguard.internal.source.TableReader;
import io.kguard.internal.yaml.Keys;
import io.kguard.reaction.ReactionReader;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.ScenarioReader;
import io.kguard.scenario.ScenarioSchema;
import io.kguard.workload.StandIns;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
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

    /** The section for each list of keys in the reader of suite files. */
    private static final Map<String, String> SUITE_SECTIONS = Map.ofEntries(
            Map.entry("SuiteFile.FILE_KEYS", "Suite files"),
            Map.entry("TestReader.TEST_KEYS", "A test"),
            Map.entry("TestReader.CONTEXT_KEYS", "context"),
            Map.entry("TestReader.CONTAINER_KEYS", "container"),
            Map.entry("TestReader.OUTCOME_KEYS", "expectedOutcome"),
            Map.entry("ProcessReader.PROCESS_KEYS", "processes"),
            Map.entry("ResourceReader.FD_KEYS", "fd"),
            Map.entry("ResourceReader.CLIENT_SERVER_KEYS", "clientServer"),
            Map.entry("ResourceReader.CHILD_KEYS", "process"),
            Map.entry("SystemCallReader.STEP_KEYS", "A step"),
            Map.entry("StepPlan.HOW_KEYS", "how"),
            Map.entry("RunCondition.CONDITION_KEYS", "runIf"),
            Map.entry("RunCondition.COMPARISON_KEYS", "arch"),
            Map.entry("TestTemplate.CASE_KEYS", "cases"));

    /** The readers with a table of keys, and the pages with a row for each. */
    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of(ScenarioReader.class, "scenarios.md"),
                Arguments.of(ReactionReader.class, "scenarios.md"),
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
    void everyKeyOfASuiteFileIsInItsSection() throws ReflectiveOperationException {
        checkKeys("io.kguard.internal.suite", SUITE_SECTIONS);
    }

    @Test
    void everySystemCallHasItsArguments() throws ReflectiveOperationException {
        Map<String, Set<String>> documented = new TreeMap<>();
        SCENARIOS
                .rows("System calls")
                .forEach(row -> documented.put(row.get(0).replace("`", ""), ReferencePage.names(List.of(row.get(1)))));
        Map<String, Set<String>> known = new TreeMap<>();
        Method keysOf = Class.forName("io.kguard.internal.suite.StepPlan").getDeclaredMethod("keysOf", List.class);
        keysOf.setAccessible(true);
        for (SystemCall call : SystemCall.all()) {
            if (call.steps() != null) {
                Set<String> names = new TreeSet<>();
                ((Set<?>) keysOf.invoke(null, call.steps())).forEach(name -> names.add((String) name));
                known.put(call.name(), names);
            }
        }

        assertThat(documented).isEqualTo(known);
    }

    @SuppressWarnings("unchecked") // the type of all lists of keys
    private static void checkKeys(String room, Map<String, String> sections) throws ReflectiveOperationException {
        Map<String, Set<String>> keys = new TreeMap<>();
        for (JavaField field : new ClassFileImporter()
                .importPackages(room).stream()
                        .flatMap(type -> type.getFields().stream())
                        .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                        .filter(field -> field.getName().endsWith("KEYS"))
                        .toList()) {
            keys.put(field.getOwner().getSimpleName() + "." + field.getName(), new TreeSet<>((Set<String>)
                    value(field.reflect())));
        }

        assertThat(keys.keySet()).isEqualTo(new TreeSet<>(sections.keySet()));
        keys.forEach((list, known) ->
                assertThat(SCENARIOS.names(sections.get(list))).as(list).isEqualTo(known));
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

    @Test
    void everyVerbOfAnEventScriptIsThere() throws ReflectiveOperationException {
        assertThat(EVENTS.names("Verbs")).isEqualTo(ofScripts("ScriptVerbs", "KNOWN"));
    }

    @Test
    void everyKeyOfFalcoYamlIsThere(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("falco.yaml"), "stdout_output: {enabled: true}");
        Class<?> type = Class.forName("io.kguard.output.FalcoConfigReader");
        Constructor<?> constructor = type.getDeclaredConstructor(RuleLoader.class, Function.class);
        constructor.setAccessible(true);
        Function<String, String> noVariables = name -> null;
        Object reader = constructor.newInstance(RuleLoader.of(FalcoVersion.CURRENT), noVariables);
        Method read = type.getDeclaredMethod("read", Path.class);
        read.setAccessible(true);
        read.invoke(reader, file);
        Field known = type.getDeclaredField("known");
        known.setAccessible(true);

        Set<String> documented = new TreeSet<>();
        REFERENCE.names("falco.yaml").forEach(key -> documented.add(key.replaceFirst("\\..*", "")));
        documented.addAll(ReferencePage.names(REFERENCE.section("falco.yaml").stream()
                .dropWhile(line -> !line.startsWith("These keys are about how Falco itself runs."))
                .toList()));

        assertThat(documented).isEqualTo(known.get(reader));
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

    private static Object ofScripts(String type, String keys) throws ReflectiveOperationException {
        return value(Class.forName("io.kguard.capture." + type).getDeclaredField(keys));
    }

    private static Object value(Field field) throws ReflectiveOperationException {
        field.setAccessible(true);
        return field.get(null);
    }
}
