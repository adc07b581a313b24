// SPDX-License-Identifier: Apache-2.0
package io.kguard.reaction;

import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A parameter of an action, as it is written in one place or in several. */
sealed interface ParameterValue {
    /** Where it is written first. */
    YamlValue place();

    /** What Falco Talon, a program in Go, calls its type. */
    String type();

    /** A scalar. */
    record Scalar(YamlValue place) implements ParameterValue {
        @Override
        public String type() {
            return typeOf(place);
        }
    }

    /** A list. */
    record Items(YamlValue place, List<YamlValue> items) implements ParameterValue {
        @Override
        public String type() {
            return "[]interface {}";
        }
    }

    /** A mapping. */
    record Entries(YamlValue place, Map<String, YamlValue> entries) implements ParameterValue {
        @Override
        public String type() {
            return "map[string]interface {}";
        }
    }

    /** A parameter that is written once; null, and perhaps a problem, if it is nothing. */
    static @Nullable ParameterValue of(YamlValue value, int max) {
        if (value.isList()) {
            return new Items(value, value.items(max));
        }
        YamlMapping mapping = value.isMapping() ? value.mapping("\"" + value.key() + "\"") : null;
        if (mapping != null) {
            Map<String, YamlValue> entries = new LinkedHashMap<>();
            mapping.values().forEach(entry -> entries.put(entry.key(), entry));
            return new Entries(value, entries);
        }
        return value.isNothing() || value.isMapping() ? null : new Scalar(value);
    }

    /** What Falco Talon calls the type of a value. */
    static String typeOf(YamlValue value) {
        if (value.isList()) {
            return "[]interface {}";
        }
        if (value.isMapping()) {
            return "map[string]interface {}";
        }
        return value.isFlag() ? "bool" : value.isWholeNumber() ? "int" : value.isString() ? "string" : "float64";
    }

    /** This value of an action, changed by a later entry with the action's name. */
    default ParameterValue changedBy(ParameterValue later) {
        if (!type().equals(later.type())) {
            later.place().warn("Falco Talon does not heed it: mismatch of type for a parameter", "it is " + type());
            return this;
        }
        if (later instanceof Scalar) {
            return later;
        }
        return joined(this, later);
    }

    /** This value of a rule's action, completed by that of the action with the same name. */
    default ParameterValue completedBy(ParameterValue named) {
        if (!type().equals(named.type())) {
            place().warn("Falco Talon does not heed the action's: mismatch of type for a parameter", "");
            return this;
        }
        // of two mappings with the same key the named action's wins, of two scalars the rule's
        return this instanceof Items ? joined(named, this) : this instanceof Entries ? joined(this, named) : this;
    }

    private static ParameterValue joined(ParameterValue first, ParameterValue second) {
        if (first instanceof Items some && second instanceof Items others) {
            return new Items(
                    some.place(),
                    Stream.concat(some.items().stream(), others.items().stream())
                            .toList());
        }
        if (first instanceof Entries some && second instanceof Entries others) {
            Map<String, YamlValue> all = new LinkedHashMap<>(some.entries());
            all.putAll(others.entries());
            return new Entries(some.place(), all);
        }
        return first;
    }
}
