// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the twins of a scenario file, each with what it takes from the attack in its place. */
final class TwinReader {
    private static final String ONE = "twin";
    private static final String SEVERAL = "twins";
    private static final int MAX_TWINS = 200;
    private static final Set<String> STAGE = YamlMapping.keys("cluster", "reactions", "pods");
    private static final Set<String> PLAYED =
            YamlMapping.keys("cluster", "reactions", "pods", "peers", "steps", "effects");

    /** All that says what is done, and where. */
    private static final Set<String> ACT = Stream.of(PLAYED, RecordingReader.KEYS, Set.of(PlayReader.KEY))
            .flatMap(Set::stream)
            .collect(Collectors.toCollection(LinkedHashSet::new));

    private final YamlMapping file;
    private final ScenarioValues values;

    private TwinReader(YamlMapping file, ScenarioValues values) {
        this.file = file;
        this.values = values;
    }

    /**
     * The twins of a file.
     *
     * @param file the file, with its values in their places
     */
    static List<YamlMapping> twins(YamlMapping file, ScenarioValues values) {
        return new TwinReader(file, values).all();
    }

    private List<YamlMapping> all() {
        List<YamlMapping> twins = new ArrayList<>();
        YamlValue one = file.get(ONE);
        YamlValue several = file.get(SEVERAL);
        if (one != null && several != null) {
            file.problemOfKey(SEVERAL, "a scenario has \"twin\" or \"twins\", not both", "move the twin to \"twins\"");
        } else if (one != null) {
            add(one, List.of(ONE), twins);
        } else if (several != null) {
            List<YamlValue> items = several.items(MAX_TWINS);
            if (file.isEmptyList(SEVERAL)) {
                several.problem("\"twins\" names no twin", "leave it out if there is none");
            }
            for (YamlValue item : items) {
                add(item, List.of(SEVERAL, items.indexOf(item)), twins);
            }
        }
        return twins;
    }

    private void add(YamlValue value, List<Object> path, List<YamlMapping> twins) {
        if (values.areTooMany()) {
            return;
        }
        YamlMapping twin = twin(value, path);
        if (twin != null) {
            twins.add(twin);
        }
    }

    private @Nullable YamlMapping twin(YamlValue value, List<Object> path) {
        int before = value.document().mistakes();
        YamlMapping twin = value.mapping("a twin", ScenarioReader.TWIN_KEYS);
        if (twin == null) {
            return null;
        }
        YamlValue given = twin.get(ScenarioValues.KEY);
        YamlMapping mapping = given == null ? null : given.mapping(ScenarioValues.KEY);
        YamlMapping whole = mapping == null ? twin : withValues(twin, mapping, path);
        boolean acts = whole.get("steps") != null || whole.get(PlayReader.KEY) != null || RecordingReader.isNamed(whole);
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
        }
        return whole;
    }

    /** A twin whose act is the attack's with other values, as far as it does not say itself what is done. */
    private YamlMapping withValues(YamlMapping twin, YamlMapping mapping, List<Object> path) {
        Map<String, String> others = values.others(mapping);
        if (mapping.keys().isEmpty()) {
            mapping.place().problem("\"values\" has no value", "leave it out, or say what is another one");
        }
        YamlValue root = values.with(others);
        YamlMapping act = root.mapping("a scenario", ScenarioReader.ATTACK_KEYS);
        YamlMapping own = root.find(path).mapping("a twin", ScenarioReader.TWIN_KEYS);
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
