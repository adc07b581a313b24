// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.internal.message.Nearest;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of a scenario file. In all strings of the file <code>${name}</code> stands for the value of a name that is among them. */
final class ScenarioValues {
    static final String KEY = "values";

    private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9]*");
    private static final Pattern PLACE = Pattern.compile("\\$\\{(" + NAME.pattern() + ")}");

    /** A value may stand in many places: what they add together is bounded as the file is. */
    private static final int MAX_ADDED = 256 << 10;

    private final Map<String, String> values;
    private int added;

    private ScenarioValues(Map<String, String> values) {
        this.values = values;
    }

    /**
     * A file with the values in their places.
     *
     * @param root the file
     * @param others values in place of those in the file
     */
    static YamlValue in(YamlValue root, Map<String, String> others) {
        Map<String, String> values = written(root);
        for (String name : others.keySet()) {
            if (!values.containsKey(name)) {
                root.problem(
                        "the file has no value \"" + name + "\"",
                        values.isEmpty()
                                ? "name it there, with a value by default: values: {" + name + ": ...}"
                                : Nearest.hint(name, values.keySet()));
            }
        }
        if (values.isEmpty()) {
            return root;
        }
        values.putAll(others);
        ScenarioValues all = new ScenarioValues(values);
        YamlValue filled = root.copy(all::filled, value -> null);
        if (all.added > MAX_ADDED) {
            root.problem(
                    "the values of the file add more than " + (MAX_ADDED >> 10) + " KiB to it", "use them less often");
        }
        return filled;
    }

    private static Map<String, String> written(YamlValue root) {
        Map<String, String> values = new LinkedHashMap<>();
        YamlValue place = root.find(List.of(KEY));
        YamlMapping mapping = place == root ? null : place.mapping(KEY);
        if (mapping == null) {
            return values;
        }
        for (String name : mapping.keys()) {
            String value = mapping.text(name);
            if (!NAME.matcher(name).matches()) {
                mapping.problemOfKey(name, "\"" + name + "\" can't name a value", "letters and digits, a letter first");
            } else if (value != null) {
                values.put(name, value);
            }
        }
        return values;
    }

    private String filled(String text) {
        return PLACE.matcher(text).replaceAll(place -> {
            String value = values.get(place.group(1));
            if (value == null || added > MAX_ADDED) {
                return Matcher.quoteReplacement(place.group());
            }
            added += value.length();
            return Matcher.quoteReplacement(value);
        });
    }
}
