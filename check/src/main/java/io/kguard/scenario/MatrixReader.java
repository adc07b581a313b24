// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the matrix of a scenario file: further values of its names, for each of which the attack is made once more. */
final class MatrixReader {
    static final String KEY = "matrix";

    static final int MAX_CASES = 500;
    private static final int LONGEST_SUFFIX = 60;

    private final YamlMapping file;
    private final ScenarioValues values;
    private final Set<String> ids;
    private final List<Case> cases = new ArrayList<>();

    private MatrixReader(YamlMapping file, ScenarioValues values, Set<String> ids) {
        this.file = file;
        this.values = values;
        this.ids = ids;
    }

    /**
     * An attack with one other value.
     *
     * @param id its id
     * @param file its file, with the values in their places
     * @param choice the name and the value, in words
     */
    record Case(String id, YamlMapping file, String choice) {}

    /**
     * The cases of a file, in its order.
     *
     * @param file the file, with its values in their places
     * @param others the ids that others of the file have
     */
    static List<Case> cases(YamlMapping file, ScenarioValues values, Set<String> others) {
        MatrixReader reader = new MatrixReader(file, values, new HashSet<>(others));
        YamlMapping matrix = file.mapping(KEY, KEY);
        if (matrix != null) {
            reader.read(matrix);
        }
        return reader.cases;
    }

    private void read(YamlMapping matrix) {
        String example = "for example matrix: {program: [ash, sh]}";
        if (matrix.keys().isEmpty()) {
            matrix.place().problem("\"matrix\" names no value", example);
        }
        for (String name : matrix.keys()) {
            if (!values.checkName(matrix, name)) {
                continue;
            }
            if (matrix.isEmptyList(name)) {
                matrix.problem(name, "\"" + name + "\" has no further value", example);
            }
            Set<String> before = new HashSet<>();
            for (YamlValue item : matrix.items(name, MAX_CASES)) {
                String value = item.text();
                if (value != null && isNew(item, name, value, before)) {
                    add(item, name, value);
                }
            }
        }
    }

    private boolean isNew(YamlValue item, String name, String value, Set<String> before) {
        boolean first = before.add(value);
        if (!first) {
            item.problem("\"" + value + "\" is twice in the list", "remove one of the two");
        } else if (value.equals(values.written(name))) {
            item.problem("\"" + value + "\" is what the attack has already", "name only further values");
            return false;
        }
        return first;
    }

    private void add(YamlValue item, String name, String value) {
        if (cases.size() == MAX_CASES) {
            item.problem("a matrix has at most " + MAX_CASES + " values", "write several files");
        }
        if (cases.size() >= MAX_CASES || values.areTooMany()) {
            return;
        }
        YamlMapping act = ScenarioKeys.SCENARIO.read(values.attack(Map.of(name, value)), "a scenario");
        if (act == null) {
            return;
        }
        if (!values.areOthers() && !TwinReader.isOther(file, act)) {
            item.problem(
                    "with \"" + value + "\" the same is done as in the attack",
                    "write ${" + name + "} where the act has the value");
        }
        cases.add(new Case(id(act.text("scenario"), value), act, name + " " + value));
    }

    private String id(@Nullable String attack, String value) {
        return id(attack, value, ids);
    }

    /**
     * An id of another one and a value. Values that differ in other characters than letters and digits are numbered.
     *
     * @param ids the ids that are known; the new one is added
     */
    static String id(@Nullable String attack, String value, Set<String> ids) {
        String words = value.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String suffix = words.substring(0, Math.min(words.length(), LONGEST_SUFFIX))
                .replaceFirst("^-", "")
                .replaceFirst("-$", "");
        String id = (attack == null ? "" : attack) + (suffix.isEmpty() ? "-other" : "-" + suffix);
        String free = id;
        for (int number = 2; !ids.add(free); number++) {
            free = id + "-" + number;
        }
        return free;
    }
}
