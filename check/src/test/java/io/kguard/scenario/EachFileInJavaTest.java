// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.reaction.ReactionReader;
import io.kguard.user.ScenarioInJava;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/**
 * What a file says, a {@link ScenarioBuilder} says too: each scenario of the catalogue and of the samples, and files that have
 * every key, are the same when they are built in Java. Places differ. What a file requires of the rules is not compared: a
 * catalogue answers it by reading the file again, and there is none to read.
 */
class EachFileInJavaTest {
    private static final Path CATALOGUE =
            Path.of("../attack-scenarios/src/main/resources", ScenarioCatalogue.RESOURCES);
    private static final Path SAMPLES = Path.of("../sample-rules/src/kguard/scenarios");
    private static final Path EVERY_KEY = Path.of("src/test/resources/scenario");

    private static final RecursiveComparisonConfiguration BESIDES_PLACES = RecursiveComparisonConfiguration.builder()
            .withIgnoredFieldsOfTypes(Origin.class)
            .withStrictTypeChecking(true)
            .build();

    /** In which mappings the readers look for their keys: those below these keys; "" is the file itself. */
    private static final Map<String, List<Set<String>>> KEYS = Map.ofEntries(
            Map.entry("", List.of(ScenarioReader.ATTACK_KEYS)),
            Map.entry("twin", List.of(ScenarioReader.TWIN_KEYS)),
            Map.entry("peers", List.of(ScenarioReader.PEER_KEYS)),
            Map.entry("cluster", List.of(ScenarioReader.CLUSTER_KEYS)),
            Map.entry("needs", List.of(NeedReader.ITEM_KEYS, NeedReader.MACRO_KEYS)),
            Map.entry("steps", List.of(StepReader.STEP_KEYS)),
            Map.entry("exec", List.of(StepReader.EXEC_KEYS)),
            Map.entry("act", List.of(ActReader.KEYS)),
            Map.entry("kubectl", List.of(StepReader.KUBECTL_KEYS)),
            Map.entry("as", List.of(StepReader.ACTOR_KEYS)),
            Map.entry("effects", List.of(EffectReader.EFFECT_KEYS)),
            Map.entry("file", List.of(EffectReader.FILE_KEYS)),
            Map.entry("object", List.of(EffectReader.OBJECT_KEYS)),
            Map.entry("gone", List.of(EffectReader.GONE_KEYS)),
            Map.entry("stays", List.of(EffectReader.STAYS_KEYS)),
            Map.entry("replaced", List.of(EffectReader.REPLACED_KEYS)),
            Map.entry("unreachable", List.of(EffectReader.UNREACHABLE_KEYS)),
            Map.entry("stopped", List.of(EffectReader.STOPPED_KEYS)),
            Map.entry("fires", List.of(ExpectationReader.FIRES_KEYS)),
            Map.entry("silent", List.of(ExpectationReader.SILENT_KEYS)),
            Map.entry("blind", List.of(ExpectationReader.SILENT_KEYS)),
            Map.entry("expect", List.of(ExpectationReader.EXPECT_KEYS)),
            Map.entry("reactions", List.of(ReactionReader.REACTION_KEYS, ReactionReader.ACTION_KEYS)),
            Map.entry("match", List.of(ReactionReader.MATCH_KEYS)),
            Map.entry("output", List.of(ReactionReader.OUTPUT_KEYS)));

    static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path folder : List.of(CATALOGUE, SAMPLES, EVERY_KEY)) {
            files.addAll(ScenarioFolder.of(folder).files());
        }
        files.removeIf(file -> file.toString().matches(".*(\\.events|talon-rules|suite)\\.yaml"));
        return files;
    }

    @Test
    void thereAreSuchFiles() throws IOException {
        assertThat(files()).hasSizeGreaterThan(150);
    }

    @ParameterizedTest
    @MethodSource("files")
    void isTheSame(Path file) {
        List<Scenario> read = ScenarioReader.read(file);
        Scenario attack = withoutNeed(read.get(0));
        Scenario built = ScenarioInJava.of(attack);

        assertThat(built).usingRecursiveComparison(BESIDES_PLACES).isEqualTo(attack);
        for (Scenario each : read.subList(1, read.size())) {
            Scenario other = withoutNeed(each);
            assertThat(other.isTwin() ? ScenarioInJava.twin(other, built) : ScenarioInJava.of(other))
                    .usingRecursiveComparison(BESIDES_PLACES)
                    .isEqualTo(other);
        }
    }

    @Test
    void aTestOfASuiteIsTheSameButIsNeverSkipped() {
        Scenario read = ScenarioReader.read(EVERY_KEY.resolve("suite.yaml")).get(0);

        assertThat(ScenarioInJava.of(read))
                .usingRecursiveComparison(BESIDES_PLACES)
                .ignoringFields("skippable")
                .isEqualTo(read);
    }

    private static Scenario withoutNeed(Scenario read) {
        return read.needs().isEmpty() ? read : read.requiring(Requirement.NONE);
    }

    @Test
    void theFilesHaveEveryKey() throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.list(EVERY_KEY)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".yaml")).toList()) {
                collect("", new Yaml().load(Files.readString(file)), found);
            }
        }
        Set<String> known = new TreeSet<>();
        KEYS.forEach((place, lists) -> lists.forEach(keys -> keys.forEach(key -> known.add(place + "/" + key))));

        assertThat(found).containsAll(known);
    }

    private static void collect(String place, Object node, Set<String> found) {
        if (node instanceof Map<?, ?> mapping) {
            mapping.forEach((key, value) -> {
                found.add(place + "/" + key);
                collect(String.valueOf(key), value, found);
            });
        } else if (node instanceof List<?> list) {
            list.forEach(item -> collect(place, item, found));
        }
    }

    @Test
    void everyListOfKeysIsLookedFor() throws IllegalAccessException {
        List<Object> known = KEYS.values().stream()
                .flatMap(List::stream)
                .map(Object.class::cast)
                .toList();
        for (Class<?> reader : List.of(
                ScenarioReader.class,
                NeedReader.class,
                StepReader.class,
                ActReader.class,
                EffectReader.class,
                ExpectationReader.class,
                ReactionReader.class)) {
            for (Field field : reader.getDeclaredFields()) {
                if (field.getName().endsWith("KEYS")) {
                    assertThat(known)
                            .as(reader.getSimpleName() + "." + field.getName())
                            .contains(field.get(null));
                }
            }
        }
    }
}
