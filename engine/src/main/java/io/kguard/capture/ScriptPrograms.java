// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import static io.kguard.capture.ScriptValues.orEmpty;

import io.kguard.internal.yaml.Keys;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Reads how a process of an event script runs its program. */
final class ScriptPrograms {
    /** The keys that are not about where the program is from. They stand beside {@code spawns} and {@code executes}, too. */
    static final Set<String> KEYS = keys();

    private static final List<String> STANDARD = List.of("input", "output", "errors");
    private static final String SELF = "self";
    private static final int TERMINAL = 34816;
    private static final int MOST = Integer.MAX_VALUE;

    private final Map<String, WrittenProcess> processes;

    private static Set<String> keys() {
        Keys process = ScriptValues.keys("process");
        Set<String> keys = new LinkedHashSet<>(process.names());
        keys.removeAll(process.apart("verb"));
        return keys;
    }

    ScriptPrograms(Map<String, WrittenProcess> processes) {
        this.processes = processes;
    }

    /** The program with all that the keys say; what does not fit is a problem. */
    WrittenProgram read(YamlMapping keys, WrittenProgram start) {
        WrittenProgram program = start;
        for (String key : KEYS) {
            YamlValue value = keys.get(key);
            if (value != null) {
                program = with(program, keys, value);
            }
        }
        return program;
    }

    private WrittenProgram with(WrittenProgram program, YamlMapping keys, YamlValue value) {
        WrittenProgram[] changed = {program};
        ScriptValues.use(value, () -> changed[0] = changed(program, keys, value));
        return changed[0];
    }

    private WrittenProgram changed(WrittenProgram program, YamlMapping keys, YamlValue value) {
        return switch (value.key()) {
            case "terminal" -> program.terminal(terminal(keys, value));
            case "exe" -> program.exe(orEmpty(value.text()));
            case "comm" -> program.comm(orEmpty(value.text()));
            case "user" -> identity(value, "a user", program::user, program::user);
            case "group" -> identity(value, "a group", program::group, program::group);
            case "login-user" -> identity(value, "a user", program::loginUser, program::loginUser);
            case "directory" -> program.directory(orEmpty(value.text()));
            case "env" -> program.environment(variables(value));
            case "capabilities" -> capabilities(program, value);
            case "session" -> session(program, value);
            case "leader" -> {
                WrittenProcess leader = ScriptValues.known(processes, value, "process");
                yield leader == null ? program : program.leader(leader);
            }
            case "memory-file" -> keys.flag("memory-file", false) ? program.inMemoryFile() : program;
            case "writable" -> keys.flag("writable", false) ? program.writable() : program;
            case "upper-layer" -> program.upperLayer(keys.flag("upper-layer", false));
            default -> descriptor(program, value);
        };
    }

    private static int terminal(YamlMapping keys, YamlValue value) {
        return value.written().matches("[0-9]{1,9}")
                ? Integer.parseInt(value.written())
                : keys.flag("terminal", false) ? TERMINAL : 0;
    }

    private static WrittenProgram identity(
            YamlValue value,
            String what,
            IntFunction<WrittenProgram> byId,
            BiFunction<Integer, String, WrittenProgram> byName) {
        if (!value.isMapping()) {
            return byId.apply(id(value));
        }
        YamlMapping keys = ScriptValues.keys("identity").read(value, what);
        if (keys == null) {
            return byId.apply(0);
        }
        YamlValue id = keys.get("id");
        int number = id == null ? 0 : id(id);
        String name = keys.text("name");
        return name == null ? byId.apply(number) : byName.apply(number, name);
    }

    /** The number of a user or group; -1 is that of none. */
    private static int id(YamlValue value) {
        String text = orEmpty(value.text());
        if (!text.matches("-1|[0-9]{1,10}") || Long.parseLong(text) > 0xffffffffL) {
            throw new IllegalArgumentException("the number of a user or group is from 0 to 4294967295, not \"" + text
                    + "\"; its name stands beside it: {id: 33, name: www-data}");
        }
        return (int) Long.parseLong(text);
    }

    private static Map<String, String> variables(YamlValue value) {
        Map<String, String> all = new LinkedHashMap<>();
        YamlMapping keys = value.mapping("an environment");
        if (keys != null) {
            keys.values().forEach(variable -> all.put(variable.key(), orEmpty(variable.text())));
        }
        return all;
    }

    private static WrittenProgram capabilities(WrittenProgram program, YamlValue value) {
        if (!value.isMapping()) {
            return program.capabilities(value.texts(MOST).toArray(new String[0]));
        }
        YamlMapping keys = ScriptValues.keys("capabilities").read(value, "capabilities");
        WrittenProgram all = program;
        for (YamlValue set : keys == null ? List.<YamlValue>of() : keys.values()) {
            long bits = CallValues.capabilities(set.texts(MOST));
            all = switch (set.key()) {
                case "permitted" -> all.permitted(bits);
                case "effective" -> all.effective(bits);
                default -> all.inheritable(bits);
            };
        }
        return all;
    }

    private WrittenProgram session(WrittenProgram program, YamlValue value) {
        if (value.written().equals(SELF)) {
            return program.newSession();
        }
        @Nullable WrittenProcess session = ScriptValues.known(processes, value, "process");
        return session == null ? program : program.session(session);
    }

    private static WrittenProgram descriptor(WrittenProgram program, YamlValue value) {
        if (ScriptValues.plain(value) instanceof Map<?, ?> said) {
            return program.descriptor(STANDARD.indexOf(value.key()), WrittenDescriptor.of(said));
        }
        throw new IllegalArgumentException(
                "\"" + value.key() + "\" is what the descriptor refers to, such as {file: /dev/null}");
    }
}
