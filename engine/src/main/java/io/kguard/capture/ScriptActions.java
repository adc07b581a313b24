// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.internal.message.Nearest;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads what the processes of an event script do. */
final class ScriptActions {
    /** The keys beside a verb. */
    private static final Set<String> KEYS = ScriptValues.keys("action").names();

    private final EventBuilder events;
    private final Map<String, WrittenProcess> processes;
    private final ScriptPrograms programs;
    private final ScriptVerbs verbs;
    /** Gives a process a name. */
    private final BiConsumer<YamlValue, WrittenProcess> naming;

    ScriptActions(
            EventBuilder events,
            Map<String, WrittenProcess> processes,
            ScriptPrograms programs,
            BiConsumer<YamlValue, WrittenProcess> naming) {
        this.events = events;
        this.processes = processes;
        this.programs = programs;
        this.verbs = new ScriptVerbs(processes);
        this.naming = naming;
    }

    void read(YamlValue value) {
        YamlMapping action = value.isMapping() ? value.mapping("an action") : null;
        YamlValue what = action != null && action.values().size() == 1
                ? action.values().iterator().next()
                : null;
        YamlMapping keys = what != null && what.isMapping() ? what.mapping("an action") : null;
        if (action == null || what == null || keys == null) {
            value.problem("an action is written as PROCESS: {VERB: ...}", "for example nginx: {reads: /etc/shadow}");
            return;
        }
        String name = what.key();
        WrittenProcess process = processes.get(name);
        if (process == null) {
            action.problemOfKey(name, "no process is named \"" + name + "\"", Nearest.hint(name, processes.keySet()));
            process = events.process("");
        }
        String verb = verb(keys, what);
        WrittenProcess named = verb == null ? process : act(process, keys, verb);
        YamlValue as = keys.get("as");
        if (as != null) {
            naming.accept(as, named);
        }
    }

    /** The verb of an action; null, and a problem, if it does not have one that there is. */
    private static @Nullable String verb(YamlMapping keys, YamlValue what) {
        Set<String> beside = new LinkedHashSet<>(KEYS);
        beside.addAll(ScriptPrograms.KEYS);
        List<String> others =
                keys.keys().stream().filter(key -> !beside.contains(key)).toList();
        List<String> verbs = others.stream().filter(ScriptVerbs.KNOWN::contains).toList();
        if (verbs.size() == 1 && others.size() > 1) {
            for (String key : others) {
                if (!key.equals(verbs.get(0))) {
                    keys.problemOfKey(key, "an action has no key \"" + key + "\"", Nearest.hint(key, beside));
                }
            }
            return null;
        }
        if (others.size() != 1) {
            what.problem("an action has one verb", "one of " + String.join(", ", ScriptVerbs.KNOWN));
            return null;
        }
        if (verbs.isEmpty()) {
            String written = others.get(0);
            keys.problemOfKey(
                    written, "there is no verb \"" + written + "\"", Nearest.hint(written, ScriptVerbs.KNOWN));
            return null;
        }
        return verbs.get(0);
    }

    private WrittenProcess act(WrittenProcess process, YamlMapping keys, String verb) {
        YamlValue value = keys.get(verb);
        if (value == null || refusesOther(keys, verb)) {
            return process;
        }
        int before = value.document().mistakes();
        Long returns = returns(keys.get("returns"));
        if (verb.equals(ScriptVerbs.CALLS)) {
            calls(process, keys, value, returns);
            return process;
        }
        if (ScriptVerbs.OF_PROGRAMS.contains(verb)) {
            return runs(process, keys, value, returns);
        }
        Object said = ScriptValues.plain(value);
        if (said != null && value.document().mistakes() == before) {
            ScriptValues.use(value, () -> verbs.run(process, verb, said, returns));
        }
        return process;
    }

    private WrittenProcess runs(WrittenProcess process, YamlMapping keys, YamlValue value, @Nullable Long returns) {
        int before = value.document().mistakes();
        List<String> values = ScriptValues.texts(value);
        if (value.document().mistakes() > before) {
            return process;
        }
        WrittenProcess[] result = {process};
        ScriptValues.use(value, () -> {
            WrittenProgram program = programs.read(keys, ScriptVerbs.program(value.key(), values));
            result[0] = value.key().equals("spawns")
                    ? process.spawns(program, returns)
                    : process.executes(program, returns);
        });
        return result[0];
    }

    /** Makes problems of keys that do not go with a verb. */
    private static boolean refusesOther(YamlMapping keys, String verb) {
        boolean refused = false;
        for (String key : keys.keys()) {
            String only = ScriptPrograms.KEYS.contains(key) && !ScriptVerbs.OF_PROGRAMS.contains(verb)
                    ? "spawns and executes"
                    : (key.equals("with") || key.equals("enter")) && !verb.equals(ScriptVerbs.CALLS)
                            ? ScriptVerbs.CALLS
                            : null;
            if (only != null) {
                keys.problemOfKey(key, "\"" + key + "\" does not go with " + verb, "only with " + only);
                refused = true;
            }
        }
        return refused;
    }

    private static @Nullable Long returns(@Nullable YamlValue value) {
        if (value == null) {
            return null;
        }
        Long[] result = {null};
        String text = value.text();
        if (text != null) {
            ScriptValues.use(value, () -> result[0] = CallValues.result(text));
        }
        return result[0];
    }

    private void calls(WrittenProcess process, YamlMapping keys, YamlValue type, @Nullable Long returns) {
        String name = type.text();
        CallWriter[] call = {null};
        if (name != null) {
            ScriptValues.use(type, () -> call[0] = process.call(name));
        }
        CallWriter writer = call[0];
        if (writer == null) {
            return;
        }
        int before = type.document().mistakes();
        each(keys.get("with"), writer::with);
        each(keys.get("enter"), writer::before);
        YamlValue result = keys.get("returns");
        if (result != null && returns != null) {
            ScriptValues.use(result, () -> writer.returns(returns));
        }
        if (type.document().mistakes() == before) {
            ScriptValues.use(type, writer::write);
        }
    }

    private void each(@Nullable YamlValue parameters, BiConsumer<String, Object> use) {
        YamlMapping keys = parameters == null ? null : parameters.mapping("the parameters of a call");
        for (YamlValue value : keys == null ? List.<YamlValue>of() : keys.values()) {
            Object plain = ScriptValues.plain(value);
            if (plain != null) {
                ScriptValues.use(value, () -> use.accept(value.key(), verbs.value(value.key(), plain)));
            }
        }
    }
}
