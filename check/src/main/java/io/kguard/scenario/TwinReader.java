// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the twins of a scenario file, each with what it takes from the attack in its place. */
final class TwinReader {
    private static final String ONE = "twin";
    private static final String SEVERAL = "twins";
    private static final String ALSO = "also";
    private static final String DIFFERS = "differs";
    private static final int MAX_TWINS = 200;
    private static final int MAX_DIFFERENCES = 100;
    private static final Set<String> STAGE = YamlMapping.keys("cluster", "reactions", "pods");
    private static final Set<String> PLAYED = ScenarioKeys.SCENARIO.apart("recording");

    /** All that says what is done, and where. */
    private static final Set<String> ACT = Stream.of(PLAYED, RecordingReader.KEYS, Set.of(PlayReader.KEY))
            .flatMap(Set::stream)
            .collect(Collectors.toCollection(LinkedHashSet::new));

    private final YamlMapping file;
    private final ScenarioValues values;
    private final Set<String> ids = new HashSet<>();

    private TwinReader(YamlMapping file, ScenarioValues values) {
        this.file = file;
        this.values = values;
        for (String key : List.of(SEVERAL, ALSO)) {
            YamlValue list = file.get(key);
            if (list != null && list.isList()) {
                list.items(MAX_TWINS).forEach(item -> addId(item));
            }
        }
        String own = file.text("scenario");
        if (own != null) {
            ids.add(own);
        }
    }

    private void addId(YamlValue item) {
        YamlValue id = item.isMapping() ? item.find(List.of("scenario")) : item;
        if (id != item && !id.isMapping() && !id.isList()) {
            ids.add(String.valueOf(id.text()));
        }
    }

    /**
     * A scenario beside the attack of a file.
     *
     * @param keys its keys, completed by those of the attack
     * @param id its id; null for the one that it names
     * @param choice the name and the value of its matrix, in words; empty if it is not of a matrix
     */
    record Beside(YamlMapping keys, @Nullable String id, String choice) {
        /** The scenario that was read of the keys, by its own name. */
        Scenario named(Scenario read) {
            return id == null ? read : read.called(id, read.title() + ": " + choice);
        }
    }

    /**
     * The twins of a file.
     *
     * @param file the file, with its values in their places
     */
    static List<Beside> twins(YamlMapping file, ScenarioValues values) {
        return new TwinReader(file, values).all();
    }

    /**
     * The further acts of a file, on which the rules must fire, too.
     *
     * @param file the file, with its values in their places
     */
    static List<Beside> also(YamlMapping file, ScenarioValues values) {
        List<Beside> acts = new ArrayList<>();
        YamlValue list = file.get(ALSO);
        if (list != null) {
            new TwinReader(file, values).list(list, ALSO, acts);
        }
        return acts;
    }

    private List<Beside> all() {
        List<Beside> twins = new ArrayList<>();
        YamlValue one = file.get(ONE);
        YamlValue several = file.get(SEVERAL);
        if (one != null && several != null) {
            file.problemOfKey(SEVERAL, "a scenario has \"twin\" or \"twins\", not both", "move the twin to \"twins\"");
        } else if (one != null) {
            add(one, List.of(ONE), twins);
        } else if (several != null) {
            list(several, SEVERAL, twins);
        }
        return twins;
    }

    private void list(YamlValue list, String key, List<Beside> found) {
        List<YamlValue> items = list.items(MAX_TWINS);
        if (file.isEmptyList(key)) {
            list.problem("\"" + key + "\" names no act", "leave it out if there is none");
        }
        for (YamlValue item : items) {
            add(item, List.of(key, items.indexOf(item)), found);
        }
    }

    private void add(YamlValue value, List<Object> path, List<Beside> found) {
        if (values.areTooMany()) {
            return;
        }
        YamlMapping twin = twin(value, path, Map.of());
        if (twin == null) {
            return;
        }
        found.add(new Beside(twin, null, ""));
        YamlValue given = value.find(List.of(MatrixReader.KEY));
        YamlMapping matrix = given == value ? null : given.mapping(MatrixReader.KEY);
        if (matrix == null) {
            return;
        }
        for (String name : matrix.keys()) {
            if (values.checkName(matrix, name)) {
                for (YamlValue item : matrix.items(name, MatrixReader.MAX_CASES)) {
                    add(value, path, found, name, item);
                }
            }
        }
    }

    /** Adds what a value of a matrix makes of a scenario beside the attack. */
    private void add(YamlValue value, List<Object> path, List<Beside> found, String name, YamlValue item) {
        String other = item.text();
        if (other == null || values.areTooMany()) {
            return;
        }
        YamlMapping twin = twin(value, path, Map.of(name, other));
        if (twin != null) {
            found.add(new Beside(twin, MatrixReader.id(twin.text("scenario"), other, ids), name + " " + other));
        }
    }

    private @Nullable YamlMapping twin(YamlValue value, List<Object> path, Map<String, String> more) {
        int before = value.document().mistakes();
        YamlMapping twin = ScenarioKeys.TWIN.read(value, "a twin");
        if (twin == null) {
            return null;
        }
        YamlValue given = twin.get(ScenarioValues.KEY);
        YamlMapping mapping = given == null ? null : given.mapping(ScenarioValues.KEY);
        YamlMapping whole = mapping == null && more.isEmpty() ? twin : withValues(twin, mapping, more, path);
        boolean acts =
                whole.get("steps") != null || whole.get(PlayReader.KEY) != null || RecordingReader.isNamed(whole);
        if (acts
                && !values.areOthers()
                && value.document().mistakes() == before
                && !isOther(file, whole.completed(file, STAGE))) {
            (given == null ? value : given)
                    .problem(
                            "the twin does the same as its attack",
                            given == null
                                    ? "silence proves nothing on the same act: change what is done"
                                    : "give it another value than the attack has, one that the act uses");
        } else if (acts
                && more.isEmpty()
                && !values.areOthers()
                && value.document().mistakes()
                        == 0) { // a step that can't be read differs in what its author did not mean
            checkDifferences(twin, mapping == null ? Map.of() : values.others(mapping), whole.completed(file, STAGE));
        }
        return whole;
    }

    /** Finds whether a twin differs from the attack in the properties that it names. A value that it has in place of another is one. */
    private void checkDifferences(YamlMapping twin, Map<String, String> others, YamlMapping whole) {
        YamlValue said = twin.get(DIFFERS);
        YamlMapping attack = others.isEmpty() ? file : ScenarioKeys.SCENARIO.read(values.attack(others), "a scenario");
        if (said == null || attack == null) {
            return;
        }
        SortedSet<String> found = TwinDifferences.of(attack, whole);
        others.forEach((name, other) -> {
            if (!other.equals(values.written(name))) {
                found.add(name);
            }
        });
        if (!found.equals(new TreeSet<>(said.texts(MAX_DIFFERENCES)))) {
            said.problem(
                    "the twin differs from its attack in " + String.join(", ", found),
                    "say so: " + DIFFERS + ": [" + String.join(", ", found) + "]");
        }
    }

    /** A twin whose act is the attack's with other values, as far as it does not say itself what is done. */
    private YamlMapping withValues(
            YamlMapping twin, @Nullable YamlMapping mapping, Map<String, String> more, List<Object> path) {
        Map<String, String> others = mapping == null ? new HashMap<>() : new HashMap<>(values.others(mapping));
        if (mapping != null && mapping.keys().isEmpty()) {
            mapping.place().problem("\"values\" has no value", "leave it out, or say what is another one");
        }
        others.putAll(more);
        YamlMapping act = ScenarioKeys.SCENARIO.read(values.attack(others), "a scenario");
        YamlMapping own = ScenarioKeys.TWIN.read(values.part(path, others), "a twin");
        if (act == null || own == null) {
            return twin;
        }
        if (own.get(PlayReader.KEY) != null) {
            return own;
        }
        return own.completed(act, RecordingReader.isNamed(own) ? PLAYED : ACT);
    }

    /** Whether two scenarios of a file differ in what is done, or in where it is done. */
    static boolean isOther(YamlMapping one, YamlMapping other) {
        return ACT.stream()
                .filter(key -> !key.equals("effects"))
                .anyMatch(key -> !Objects.equals(plain(one, key), plain(other, key)));
    }

    private static @Nullable Object plain(YamlMapping mapping, String key) {
        YamlValue value = mapping.get(key);
        return value == null ? null : value.plain();
    }
}
