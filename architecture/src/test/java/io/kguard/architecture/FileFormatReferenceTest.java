// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.kguard.event.FalcoVersion;
import io.kguard.event.SystemCall;
import io.kguard.rule.RuleLoader;
import io.kguard.workload.StandIns;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reference names every key of scenarios, event scripts and falco.yaml, and no others. */
class FileFormatReferenceTest {
    private static final ReferencePage SCENARIOS = ReferencePage.read("scenarios.md");
    private static final ReferencePage EVENTS = ReferencePage.read("written-events.md");
    private static final ReferencePage REFERENCE = ReferencePage.read("falco-files.md");

    /** The section for each list of keys in the reader of scenarios. */
    private static final Map<String, String> SECTIONS = Map.ofEntries(
            Map.entry("ScenarioReader.ATTACK_KEYS", "The scenario"),
            Map.entry("ScenarioReader.TWIN_KEYS", "Twin"),
            Map.entry("ScenarioReader.PEER_KEYS", "Peers"),
            Map.entry("ScenarioReader.CLUSTER_KEYS", "Cluster"),
            Map.entry("NeedReader.ITEM_KEYS", "A filled list"),
            Map.entry("NeedReader.MACRO_KEYS", "A changed macro"),
            Map.entry("RecordingReader.KEYS", "Recordings"),
            Map.entry("StepReader.STEP_KEYS", "Steps"),
            Map.entry("StepReader.EXEC_KEYS", "exec"),
            Map.entry("ActReader.KEYS", "act"),
            Map.entry("StepReader.KUBECTL_KEYS", "kubectl"),
            Map.entry("StepReader.ACTOR_KEYS", "as"),
            Map.entry("EffectReader.EFFECT_KEYS", "Effects"),
            Map.entry("EffectReader.FILE_KEYS", "file"),
            Map.entry("EffectReader.OBJECT_KEYS", "object"),
            Map.entry("EffectReader.GONE_KEYS", "gone"),
            Map.entry("EffectReader.STAYS_KEYS", "stays"),
            Map.entry("EffectReader.REPLACED_KEYS", "replaced"),
            Map.entry("EffectReader.UNREACHABLE_KEYS", "unreachable"),
            Map.entry("EffectReader.STOPPED_KEYS", "stopped"),
            Map.entry("ExpectationReader.FIRES_KEYS", "fires"),
            Map.entry("ExpectationReader.EXPECT_KEYS", "expect"),
            Map.entry("ExpectationReader.SILENT_KEYS", "silent"));

    /** Keys of values of Falco's chart that tell what its driver sees. */
    private static final Set<String> OF_THE_CHART = Set.of("driver", "extra", "args");

    /** The section for each list of keys in the reader of reactions. */
    private static final Map<String, String> REACTION_SECTIONS = Map.of(
            "ReactionReader.REACTION_KEYS", "Reactions",
            "ReactionReader.MATCH_KEYS", "match",
            "ReactionReader.ACTION_KEYS", "actions",
            "ReactionReader.OUTPUT_KEYS", "output",
            "ReactionEntry.REACTION_KEYS", "Reactions",
            "ReactionEntry.MATCH_KEYS", "match",
            "ActionEntry.ACTION_KEYS", "actions",
            "ActionEntry.OUTPUT_KEYS", "output");

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

    @Test
    void everyKeyOfAScenarioIsInItsSection() throws ReflectiveOperationException {
        checkKeys("io.kguard.scenario", SECTIONS);
    }

    @Test
    void everyKeyOfAReactionIsInItsSection() throws ReflectiveOperationException {
        checkKeys("io.kguard.reaction", REACTION_SECTIONS);
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
    void everyActionAndStandInIsThere() throws ReflectiveOperationException {
        Map<?, ?> actions =
                (Map<?, ?>) value(Class.forName("io.kguard.scenario.ActReader").getDeclaredField("ACTIONS"));

        assertThat(SCENARIOS.rows("Acts").stream()
                        .map(row -> row.get(0).replace("`", ""))
                        .toList())
                .isEqualTo(List.copyOf(actions.keySet()));
        assertThat(ReferencePage.names(SCENARIOS.section("Stand-ins"))).containsAll(StandIns.NAMES);
    }

    @Test
    void everyActionnerHasItsParameters() throws ReflectiveOperationException {
        Map<String, Set<String>> documented = new TreeMap<>();
        SCENARIOS
                .rows("Actionners")
                .forEach(row -> documented.put(row.get(0).replace("`", ""), ReferencePage.names(List.of(row.get(1)))));

        assertThat(documented)
                .isEqualTo(
                        value(Class.forName("io.kguard.reaction.ActionReader").getDeclaredField("ACTIONNERS")));
    }

    @Test
    void everyKeyAndVerbOfAnEventScriptIsThere() throws ReflectiveOperationException {
        assertThat(EVENTS.names("The file")).isEqualTo(ofScripts("EventScript", "SCRIPT_KEYS"));
        assertThat(EVENTS.names("A container")).isEqualTo(ofScripts("ScriptContainers", "KEYS"));
        assertThat(EVENTS.names("A mount")).isEqualTo(ofScripts("ScriptContainers", "MOUNT_KEYS"));
        assertThat(EVENTS.names("Descriptors")).isEqualTo(ofScripts("WrittenDescriptor", "KEYS"));
        assertThat(EVENTS.names("A process")).isEqualTo(ofScripts("EventScript", "PROCESS_KEYS"));
        assertThat(EVENTS.names("Verbs")).isEqualTo(ofScripts("ScriptVerbs", "KNOWN"));
    }

    @Test
    @SuppressWarnings("unchecked") // the type of all lists of keys
    void everyKeyOfATableIsThere() throws ReflectiveOperationException {
        Class<?> reader = Class.forName("io.kguard.internal.source.TableReader");
        ReferencePage page = ReferencePage.read("sources.md");

        assertThat(page.names("A table"))
                .isEqualTo(new TreeSet<>((Set<String>) value(reader.getDeclaredField("KEYS"))));
        assertThat(page.names("A field"))
                .isEqualTo(new TreeSet<>((Set<String>) value(reader.getDeclaredField("FIELD_KEYS"))));
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
