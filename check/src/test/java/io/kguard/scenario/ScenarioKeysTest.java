// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.internal.yaml.Keys;
import io.kguard.reaction.ReactionReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonDifferenceCalculator;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/**
 * The tables of keys and the readers agree: the files with every key are read with each of them left out, and with numbers above the
 * highest. A key that no file has, that no reader takes, or that a reader bounds in another way fails here.
 */
class ScenarioKeysTest {
    private static final Path EVERY_KEY = Path.of("src/test/resources/scenario");

    /** What is for people, or for what is not simulated. */
    private static final Set<String> UNUSED =
            Set.of("reaction/description", "action/description", "kubernetes:drain/wait_period_excluded_namespaces");

    /** What is only compared with the rest of the file. */
    private static final Set<String> COMPARED = Set.of("twin/differs");

    /** What editors ask for, and the reader does without. */
    private static final Set<String> FOR_EDITORS = Set.of("object/has");

    private static final Pattern NUMBER = Pattern.compile("number (\\d+)");
    private static final Pattern PART = Pattern.compile("#([\\w-]+)|^(output)$");

    /** A line is not what a file says. */
    private static final RecursiveComparisonConfiguration BESIDES_PLACES = RecursiveComparisonConfiguration.builder()
            .withIgnoredFieldsOfTypes(Origin.class)
            .withStrictTypeChecking(true)
            .withEqualsForType(
                    (one, other) -> withoutPlaces(String.valueOf(one)).equals(withoutPlaces(String.valueOf(other))),
                    String.class)
            .build();

    private static final Map<String, Keys> TABLES = Stream.of(ScenarioKeys.ALL, ReactionReader.KEYS)
            .flatMap(table -> table.entrySet().stream())
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));

    /**
     * A key that a file has.
     *
     * @param name its mapping and its name
     * @param mapping the mapping, which may be changed
     */
    private record Written(String name, Keys.Key key, Map<String, Object> mapping) {
        String last() {
            return name.substring(name.indexOf('/') + 1);
        }
    }

    @Test
    void everyKeyIsReadAsItsTableSays() throws IOException {
        Set<String> written = new TreeSet<>();
        Set<String> read = new TreeSet<>();
        eachFile((file, text) -> {
            List<Scenario> before = ScenarioReader.read(file.toString(), new Yaml().dump(tree(text)));
            assertThat(differ(before, ScenarioReader.read(file.toString(), new Yaml().dump(tree(text)))))
                    .as("two readings of %s differ", file)
                    .isFalse();
            int keys = written(tree(text)).size();
            for (int i = 0; i < keys; i++) {
                Map<String, Object> changed = tree(text);
                Written key = written(changed).get(i);
                written.add(key.name());
                if (read.contains(key.name())) {
                    continue;
                }
                key.mapping().remove(key.last());
                if (isOther(before, file, changed, key)) {
                    read.add(key.name());
                }
                Matcher number = NUMBER.matcher(key.key().type());
                if (number.find()) {
                    key.mapping().put(key.last(), Integer.parseInt(number.group(1)) + 1);
                    assertThatThrownBy(() -> ScenarioReader.read(file.toString(), new Yaml().dump(changed)))
                            .as(key.name())
                            .hasMessageContaining("must be a whole number from 0 to " + number.group(1));
                }
            }
        });
        Set<String> known = new TreeSet<>();
        TABLES.forEach((mapping, keys) -> keys.names().forEach(key -> known.add(mapping + "/" + key)));
        known.removeIf(name -> name.startsWith("recording/")); // they are the scenario's
        assertThat(without(known, written)).as("no file of %s has", EVERY_KEY).isEmpty();
        assertThat(without(without(without(known, read), UNUSED), COMPARED))
                .as("no reader takes")
                .isEmpty();
        assertThat(read)
                .as("makes a difference all the same")
                .doesNotContainAnyElementsOf(UNUSED)
                .doesNotContainAnyElementsOf(COMPARED);
    }

    private static Set<String> without(Set<String> all, Set<String> others) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(others);
        return rest;
    }

    /** Whether a file without a key is another scenario, or none. It is none, and the message names the key, if that is required. */
    private static boolean isOther(List<Scenario> before, Path file, Map<String, Object> changed, Written key) {
        try {
            List<Scenario> after = ScenarioReader.read(file.toString(), new Yaml().dump(changed));
            assertThat(key.key().isRequired() && !FOR_EDITORS.contains(key.name()))
                    .as("%s is required", key.name())
                    .isFalse();
            return differ(before, after);
        } catch (ScenarioException e) {
            if (key.key().isRequired()) {
                assertThat(e).as(key.name()).hasMessageContaining(key.last());
            }
            return true;
        }
    }

    private static boolean differ(List<Scenario> before, List<Scenario> after) {
        return !new RecursiveComparisonDifferenceCalculator()
                .determineDifferences(after, before, BESIDES_PLACES)
                .isEmpty();
    }

    private static String withoutPlaces(String text) {
        return text.replaceAll("\\.yaml:\\d+:\\d+:", "");
    }

    private static void eachFile(BiConsumer<Path, String> test) throws IOException {
        try (Stream<Path> files = Files.list(EVERY_KEY)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                String text = Files.readString(file);
                if (text.startsWith("scenario:")) {
                    test.accept(file, text);
                }
            }
        }
    }

    private static Map<String, Object> tree(String text) {
        return new Yaml().load(text);
    }

    private static List<Written> written(Map<String, Object> file) {
        List<Written> all = new ArrayList<>();
        collect(List.of("scenario"), file, all);
        return all;
    }

    /**
     * Collects the keys of a value, and of what is below it.
     *
     * @param mappings which of the tables' mappings it may be
     */
    @SuppressWarnings("unchecked") // the type of mappings
    private static void collect(List<String> mappings, Object value, List<Written> all) {
        if (value instanceof List<?> list) {
            list.forEach(item -> collect(mappings, item, all));
        } else if (value instanceof Map<?, ?> given) {
            Map<String, Object> mapping = (Map<String, Object>) given;
            String name = mappings.stream()
                    .filter(one -> TABLES.get(one).names().containsAll(mapping.keySet()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(mappings + " have not all of " + mapping.keySet()));
            TABLES.get(name).all().forEach((key, row) -> {
                if (mapping.containsKey(key)) {
                    all.add(new Written(name + "/" + key, row, mapping));
                    List<String> parts = parts(row.type(), mapping);
                    if (!parts.isEmpty()) {
                        collect(parts, mapping.get(key), all);
                    }
                }
            });
        }
    }

    private static List<String> parts(String type, Map<String, Object> mapping) {
        if (type.equals("mapping") && mapping.get("actionner") instanceof String actionner) {
            return TABLES.containsKey(actionner) ? List.of(actionner) : List.of();
        }
        List<String> parts = new ArrayList<>();
        PART.matcher(type).results().forEach(part -> {
            String name = part.group(1) == null ? part.group(2) : part.group(1);
            parts.addAll(name.equals("need") ? List.of("needed item", "needed macro") : List.of(name));
        });
        parts.remove("pod"); // its manifest
        return parts;
    }
}
