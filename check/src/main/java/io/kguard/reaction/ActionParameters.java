// SPDX-License-Identifier: Apache-2.0
package io.kguard.reaction;

import io.kguard.internal.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of an action, read with the types that Falco Talon gives them. What it refuses is a problem. */
final class ActionParameters {
    private final YamlValue place;
    private final Map<String, ParameterValue> values;

    ActionParameters(ActionEntry action) {
        this.place = action.written().place();
        this.values = action.parameters();
    }

    /** A string; null if it is not given. */
    @Nullable
    String text(String key) {
        YamlValue value = typed(key, "string");
        return value == null ? null : value.text();
    }

    /** A parameter of a type; null if it is not given, or, with a problem, if it has another type. */
    private @Nullable YamlValue typed(String key, String type) {
        ParameterValue value = values.get(key);
        if (value != null && !value.type().equals(type)) {
            refuse(value.place(), key, type, value.type());
            return null;
        }
        return value == null ? null : value.place();
    }

    /** A string that must be there. */
    String required(String key, String hint) {
        String text = text(key);
        if (!values.containsKey(key) || text != null && text.isEmpty()) {
            place.problem("Falco Talon refuses the action: the parameter \"" + key + "\" is required", hint);
        }
        return text == null ? "" : text;
    }

    /** A number that is not negative. */
    int number(String key, int otherwise, int max) {
        YamlValue value = typed(key, "int");
        if (value == null) {
            return otherwise;
        }
        String written = value.written();
        if (written.matches("\\d{1,9}") && Integer.parseInt(written) <= max) {
            return Integer.parseInt(written);
        }
        value.problem("\"" + key + "\" must be a whole number from 0 to " + max, "");
        return otherwise;
    }

    boolean flag(String key) {
        YamlValue value = typed(key, "bool");
        return value != null && value.written().equalsIgnoreCase("true");
    }

    /** The members of a list of strings. */
    List<YamlValue> items(String key) {
        ParameterValue value = values.get(key);
        if (value instanceof ParameterValue.Items list) {
            List<YamlValue> items = new ArrayList<>();
            for (YamlValue item : list.items()) {
                String type = ParameterValue.typeOf(item);
                if (type.equals("string")) {
                    items.add(item);
                } else {
                    refuse(item, key + "[" + list.items().indexOf(item) + "]", "string", type);
                }
            }
            return items;
        }
        if (value != null) {
            value.place()
                    .problem(
                            "\"" + key + "\" must be a list, not "
                                    + value.place().kind(),
                            "");
        }
        return List.of();
    }

    /** A mapping of strings that must not be empty. */
    Map<String, String> entries(String key, String hint) {
        Map<String, String> entries = new LinkedHashMap<>();
        ParameterValue value = values.get(key);
        if (value instanceof ParameterValue.Entries mapping) {
            mapping.entries().forEach((name, entry) -> {
                String type = ParameterValue.typeOf(entry);
                String text = type.equals("string") ? entry.text() : null;
                if (text != null) {
                    entries.put(name, text);
                } else if (entry.isNothing()) {
                    entries.put(name, "");
                } else if (!type.equals("string")) {
                    refuse(entry, key + "[" + name + "]", "string", type);
                    entries.put(name, "");
                }
            });
        } else if (value != null) {
            value.place()
                    .problem(
                            "\"" + key + "\" must be a mapping, not "
                                    + value.place().kind(),
                            hint);
            return entries;
        }
        if (entries.isEmpty()) {
            (value == null ? place : value.place())
                    .problem(
                            "Falco Talon refuses the action: parameter '" + key + "' should have at least one "
                                    + key.substring(0, key.length() - 1),
                            hint);
        }
        return entries;
    }

    /** Says what is wrong with a parameter. */
    void problem(String key, String message, String hint) {
        ParameterValue value = values.get(key);
        (value == null ? place : value.place()).problem(message, hint);
    }

    private static void refuse(YamlValue at, String key, String expected, String type) {
        String hint = expected.equals("string")
                ? "put it in quotes"
                : expected.equals("int") ? "without quotes" : "true or false, without quotes";
        at.problem(
                "Falco Talon refuses it: error decoding parameters: '" + key + "' expected type '" + expected
                        + "', got unconvertible type '" + type + "'",
                hint);
    }
}
