// SPDX-License-Identifier: Apache-2.0
package io.kguard.reaction;

import io.kguard.internal.message.Nearest;
import io.kguard.internal.yaml.Keys;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlProblem;
import io.kguard.internal.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An action as it is written: on its own with a name, in a rule, or both.
 *
 * @param written its place, name and settings
 * @param contexts the additional contexts
 * @param parameters the parameters by name
 * @param outputParameters whether its output has parameters
 * @param remarks what Falco Talon does not heed in it
 */
record ActionEntry(
        WrittenEntry written,
        List<YamlValue> contexts,
        Map<String, ParameterValue> parameters,
        boolean outputParameters,
        List<Reaction.Note> remarks) {
    static final String OUTPUT = "output";
    private static final int MAX = 100;

    private static final Keys ACTION = Keys.known(ReactionReader.KEYS, "action");
    private static final Keys RESULT = Keys.known(ReactionReader.KEYS, OUTPUT);

    /** Reads an action; null, and a problem, if it is no mapping. */
    static @Nullable ActionEntry read(YamlValue value, boolean strict) {
        List<Reaction.Note> remarks = new ArrayList<>();
        YamlMapping action = mapping(value, "an action", ACTION, strict, remarks);
        if (action == null) {
            return null;
        }
        Map<String, YamlValue> settings = new LinkedHashMap<>();
        WrittenEntry.take(settings, action, List.of("actionner", "continue", "ignore_errors"));
        YamlMapping output = mapping(action.get(OUTPUT), "output", RESULT, strict, remarks);
        YamlValue target = output == null ? null : output.get("target");
        if (output != null && target != null && output.text("target") != null) {
            settings.put(OUTPUT, target);
        }
        YamlValue outputParameters = output == null ? null : output.get("parameters");
        Map<String, ParameterValue> parameters = new LinkedHashMap<>();
        YamlMapping mapping = action.mapping("parameters", "parameters");
        if (mapping != null) {
            for (YamlValue parameter : mapping.values()) {
                ParameterValue read = ParameterValue.of(parameter, MAX);
                if (read != null) {
                    parameters.put(parameter.key(), read);
                }
            }
        }
        return new ActionEntry(
                new WrittenEntry(value, strict, action.text("action", ""), settings),
                action.items("additional_contexts", MAX),
                parameters,
                outputParameters != null && outputParameters.isMapping(),
                remarks);
    }

    /** A mapping, in which Falco Talon does not heed other keys than these. */
    static @Nullable YamlMapping mapping(
            @Nullable YamlValue value, String what, Keys keys, boolean strict, List<Reaction.Note> remarks) {
        if (strict || value == null) {
            return keys.read(value, what);
        }
        YamlMapping mapping = value.mapping(what);
        if (mapping == null) {
            return null;
        }
        for (YamlValue entry : mapping.values()) {
            if (!keys.names().contains(entry.key())) {
                remarks.add(
                        remark(entry, "Falco Talon does not heed \"" + entry.key() + "\" of " + what, keys.names()));
            }
        }
        return mapping.withoutNothing();
    }

    /** Warns, and returns what is warned of with its place. */
    static Reaction.Note remark(YamlValue at, String message, Set<String> known) {
        YamlProblem warning = at.warn(message, Nearest.hint(at.key(), known));
        return Reaction.Note.notHeeded(warning.file() + ":" + warning.line() + ":" + warning.column() + ": " + message);
    }

    /** This action, changed by a later entry with its name. */
    ActionEntry changedBy(ActionEntry later) {
        Map<String, YamlValue> all = written.copyOfSettings();
        later.written.settings().forEach((key, value) -> {
            if (key.equals(OUTPUT)) {
                all.putIfAbsent(key, value);
            } else {
                all.put(key, value);
            }
        });
        Map<String, ParameterValue> merged = new LinkedHashMap<>(parameters);
        later.parameters.forEach((key, value) -> {
            if (value instanceof ParameterValue.Items && !parameters.containsKey(key)) {
                value.place()
                        .problem(
                                "Falco Talon puts a list that only a later entry of an action has into a list, and refuses it",
                                "write the list in the first entry of the action");
            }
            merged.merge(key, value, ParameterValue::changedBy);
        });
        return new ActionEntry(
                written.with(all),
                Stream.concat(contexts.stream(), later.contexts.stream()).toList(),
                merged,
                outputParameters || later.outputParameters,
                Stream.concat(remarks.stream(), later.remarks.stream()).toList());
    }

    /** This action of a rule, with what it does not say from the action with its name. */
    ActionEntry completedBy(ActionEntry named) {
        Map<String, YamlValue> all = written.copyOfSettings();
        named.written.settings().forEach(all::putIfAbsent);
        Map<String, ParameterValue> merged = new LinkedHashMap<>(parameters);
        named.parameters.forEach((key, value) -> merged.merge(key, value, ParameterValue::completedBy));
        return new ActionEntry(
                written.with(all),
                contexts.isEmpty() ? named.contexts : contexts,
                merged,
                outputParameters || named.outputParameters,
                Stream.concat(remarks.stream(), named.remarks.stream()).toList());
    }
}
