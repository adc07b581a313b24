// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import static io.kguard.internal.yaml.YamlMapping.keys;

import io.kguard.internal.message.Nearest;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A test as it is written: one test, or with cases a test for each combination of their values. */
final class TestTemplate {

    /** How many tests a file may have, generated ones included. */
    static final int MAX_TESTS = 1000;

    private static final int MAX_VALUES = 1000;
    private static final Set<String> STRATEGIES = keys("vector", "matrix");

    private final YamlValue written;
    private int left;
    private boolean unresolved;

    /**
     * A template.
     *
     * @param left how many tests may be made of it
     */
    TestTemplate(YamlValue written, int left) {
        this.written = written;
        this.left = left;
    }

    /**
     * Passes on each test and the end of its name, which is empty for a test without cases.
     *
     * @return how many there were
     */
    int expand(BiConsumer<YamlValue, String> tests) {
        YamlValue cases = cases();
        if (cases == null) {
            accept(tests, written.copy(Placeholders::shown, this::withoutCases), "");
            return 1;
        }
        List<Map<String, YamlValue>> combinations = combinations(cases);
        int number = 0;
        for (Map<String, YamlValue> combination : combinations) {
            YamlValue test = written.copy(Placeholders::shown, scalar -> replacement(scalar, combination));
            accept(tests, test, "_testCase#" + number++);
        }
        return number;
    }

    /** A placeholder that stays would only make further mistakes. */
    private void accept(BiConsumer<YamlValue, String> tests, YamlValue test, String suffix) {
        if (!unresolved) {
            tests.accept(test, suffix);
        }
        unresolved = false;
    }

    private @Nullable YamlValue cases() {
        YamlMapping test = written.isMapping() ? written.mapping("a test") : null;
        YamlValue cases = test == null ? null : test.get("cases");
        return cases == null || cases.isNothing() ? null : cases;
    }

    private @Nullable YamlValue withoutCases(YamlValue scalar) {
        if (Placeholders.isIn(Placeholders.shown(scalar.written()))) {
            unresolved = true;
            scalar.problem(
                    "the test has a placeholder and no \"cases\"", "give its values in cases, or write the value");
        }
        return null;
    }

    private @Nullable YamlValue replacement(YamlValue scalar, Map<String, YamlValue> combination) {
        String text = Placeholders.shown(scalar.written());
        Optional<String> key = Placeholders.key(text);
        if (key.isEmpty()) {
            if (Placeholders.isIn(text)) {
                unresolved = true;
                scalar.problem(
                        "a placeholder must be the whole value", "give the whole value in cases: \"%{ item.KEY }\"");
            }
            return null;
        }
        YamlValue value = combination.get(key.get());
        if (value == null) {
            unresolved = true;
            scalar.problem(
                    "the cases have no value \"" + key.get() + "\"", Nearest.hint(key.get(), combination.keySet()));
        }
        return value;
    }

    private List<Map<String, YamlValue>> combinations(YamlValue cases) {
        List<Map<String, YamlValue>> all = new ArrayList<>();
        @Nullable Set<String> first = null;
        List<YamlValue> items = cases.items(MAX_VALUES);
        if (cases.isList() && items.isEmpty()) {
            cases.problem("\"cases\" is empty", "leave it out, or give it a case");
        }
        for (YamlValue item : items) {
            YamlMapping mapping = SuiteFile.keys("case").read(item, "a case");
            if (mapping == null) {
                continue;
            }
            String strategy = mapping.text("strategy");
            YamlValue given = mapping.get("values");
            YamlMapping values = given == null ? null : given.mapping("values");
            if (strategy == null || given == null || values == null) {
                continue;
            }
            if (!STRATEGIES.contains(strategy)) {
                mapping.problem(
                        "strategy", "there is no strategy \"" + strategy + "\"", Nearest.hint(strategy, STRATEGIES));
                continue;
            }
            Set<String> names = new LinkedHashSet<>(values.keys());
            if (first == null) {
                first = names;
            } else if (!names.equals(first)) {
                given.problem("all cases of a test must have the same values", "the first has " + first);
            }
            all.addAll(strategy.equals("vector") ? vector(values) : matrix(given, values));
        }
        return all;
    }

    private List<Map<String, YamlValue>> vector(YamlMapping values) {
        Map<String, YamlValue> all = new LinkedHashMap<>();
        values.values().forEach(value -> all.put(value.key(), value.copy(Placeholders::shown, scalar -> null)));
        return take(values.place(), 1) ? List.of(all) : List.of();
    }

    /** The last value changes first. */
    private List<Map<String, YamlValue>> matrix(YamlValue place, YamlMapping values) {
        List<List<YamlValue>> lists = new ArrayList<>();
        long count = 1;
        for (YamlValue value : values.values()) {
            List<YamlValue> list =
                    value.copy(Placeholders::shown, scalar -> null).items(MAX_VALUES);
            lists.add(list);
            count = Math.min(count * list.size(), Integer.MAX_VALUE);
        }
        if (!take(place, (int) count)) {
            return List.of();
        }
        List<Map<String, YamlValue>> all = new ArrayList<>();
        all.add(new LinkedHashMap<>());
        int index = 0;
        for (String key : values.keys()) {
            List<Map<String, YamlValue>> more = new ArrayList<>();
            for (Map<String, YamlValue> before : all) {
                for (YamlValue value : lists.get(index)) {
                    Map<String, YamlValue> with = new LinkedHashMap<>(before);
                    with.put(key, value);
                    more.add(with);
                }
            }
            all = more;
            index++;
        }
        return all;
    }

    private boolean take(YamlValue place, int count) {
        if (count > left) {
            place.problem(
                    "the file has more than " + MAX_TESTS + " tests, with those of its cases", "use several files");
            return false;
        }
        left -= count;
        return true;
    }
}
