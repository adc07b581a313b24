// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.internal.message.Nearest;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The values of a scenario file. In all strings of the file <code>${name}</code> stands for the value of a name that is among them. */
final class ScenarioValues {
    static final String KEY = "values";

    private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9]*");
    private static final Pattern PLACE = Pattern.compile("\\$\\{(" + NAME.pattern() + ")}");

    /** What stands beside the attack. A copy of the attack with other values needs none of it. */
    private static final Set<String> BESIDE = Set.of("twin", "twins", "also", MatrixReader.KEY);

    /** A value may stand in many places: what they add together is bounded as the file is. */
    private static final int MAX_ADDED = 256 << 10;

    /** What all copies of a file, one for each of its twins and of its values in a matrix, may have together. */
    private static final int MAX_COPIED = 16 << 20;

    private final YamlValue root;
    private final Map<String, String> written;
    private final Map<String, String> given;
    private int copied;

    private ScenarioValues(YamlValue root, Map<String, String> written, Map<String, String> others) {
        this.root = root;
        this.written = written;
        this.given = new HashMap<>(written);
        given.putAll(others);
    }

    /**
     * The values of a file.
     *
     * @param root the file
     * @param others values in place of those in the file
     */
    static ScenarioValues of(YamlValue root, Map<String, String> others) {
        YamlValue place = root.find(List.of(KEY));
        ScenarioValues values =
                new ScenarioValues(root, place == root ? Map.of() : written(place.mapping(KEY)), others);
        others.keySet().stream()
                .filter(name -> !values.written.containsKey(name))
                .forEach(name -> root.problem(noValue(name), values.hint(name)));
        return values;
    }

    /** Whether others are in place of some values of the file. */
    boolean areOthers() {
        return !given.equals(written);
    }

    /** The value of a name in the file; null if there is none. */
    @Nullable
    String written(String name) {
        return written.get(name);
    }

    /** The file with the values in their places. */
    YamlValue file() {
        Filling filling = new Filling(given);
        YamlValue file = filled(root, filling);
        YamlValue place = root.find(List.of(KEY));
        for (String name : written.keySet()) {
            if (!filling.used.contains(name) && !isNeeded(name)) {
                place.find(List.of(name))
                        .problem(
                                "nothing in the file uses the value \"" + name + "\"",
                                "write \"${" + name + "}\" where it belongs, or remove it");
            }
        }
        return file;
    }

    /** Whether the rules must have the value in a list. */
    private boolean isNeeded(String name) {
        YamlValue needs = root.find(List.of(NeedReader.KEY));
        if (needs == root) {
            return false;
        }
        List<YamlValue> all = needs.isList() ? needs.items(Integer.MAX_VALUE) : List.of(needs);
        return all.stream().anyMatch(one -> one.find(List.of("value")).written().equals(name));
    }

    /** The attack of the file, without what stands beside it, with some other values in their places. */
    YamlValue attack(Map<String, String> others) {
        return filled(root.without(BESIDE), others);
    }

    /** A part of the file with some other values in their places. */
    YamlValue part(List<Object> path, Map<String, String> others) {
        return filled(root.find(path), others);
    }

    private YamlValue filled(YamlValue part, Map<String, String> others) {
        if (given.isEmpty()) {
            return part;
        }
        Map<String, String> all = new HashMap<>(given);
        all.putAll(others);
        return filled(part, new Filling(all));
    }

    private YamlValue filled(YamlValue part, Filling filling) {
        YamlValue filled = part.copy(filling::filled, value -> null);
        if (filling.added > MAX_ADDED) {
            root.problem(
                    "the values of the file add more than " + (MAX_ADDED >> 10) + " KiB to it", "use them less often");
        }
        copied = Math.min(MAX_COPIED + 1, copied + filling.size);
        return filled;
    }

    /** Whether the copies of the file have become too large, which is a problem. */
    boolean areTooMany() {
        if (copied > MAX_COPIED) {
            root.problem(
                    "its twins and its matrix repeat more than " + (MAX_COPIED >> 20) + " MiB of the file",
                    "write several files");
        }
        return copied > MAX_COPIED;
    }

    /** The values that a mapping gives names of the file; other names are problems. */
    Map<String, String> others(YamlMapping mapping) {
        for (String name : mapping.keys()) {
            checkName(mapping, name);
        }
        Map<String, String> others = written(mapping);
        others.keySet().retainAll(written.keySet());
        return others;
    }

    /** Checks that a key is the name of a value of the file. */
    boolean checkName(YamlMapping mapping, String name) {
        boolean known = written.containsKey(name);
        if (!known) {
            mapping.problemOfKey(name, noValue(name), hint(name));
        }
        return known;
    }

    private static String noValue(String name) {
        return "the file has no value \"" + name + "\"";
    }

    private String hint(String name) {
        return written.isEmpty()
                ? "name it there, with a value by default: values: {" + name + ": ...}"
                : Nearest.hint(name, written.keySet());
    }

    private static Map<String, String> written(@Nullable YamlMapping mapping) {
        Map<String, String> values = new LinkedHashMap<>();
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

    /** Puts values in their places, as long as they do not add too much. */
    private static final class Filling {
        private final Map<String, String> values;
        private final Set<String> used = new HashSet<>();
        private int added;
        private int size;

        Filling(Map<String, String> values) {
            this.values = values;
        }

        String filled(String text) {
            String filled = PLACE.matcher(text).replaceAll(place -> {
                String value = values.get(place.group(1));
                if (value == null || added > MAX_ADDED) {
                    return Matcher.quoteReplacement(place.group());
                }
                added += value.length();
                used.add(place.group(1));
                return Matcher.quoteReplacement(value);
            });
            size += filled.length() + 1;
            return filled;
        }
    }
}
