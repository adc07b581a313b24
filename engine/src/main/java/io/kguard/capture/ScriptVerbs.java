// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.capture.WrittenDescriptor.End;
import io.kguard.capture.WrittenDescriptor.File;
import io.kguard.event.Param;
import io.kguard.event.SystemCall;
import io.kguard.internal.message.Nearest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The verbs of event scripts, except those that execute a program and the one that makes any call. */
final class ScriptVerbs {
    /** The verbs that execute a program. */
    static final Set<String> OF_PROGRAMS =
            Collections.unmodifiableSet(new LinkedHashSet<>(List.of("executes", "spawns")));

    /** The verb that makes a call of any type. */
    static final String CALLS = "calls";

    static final Set<String> KNOWN = known();

    private static final Map<String, Long> SOCKET_TYPES =
            Map.of("SOCK_STREAM", 1L, "SOCK_DGRAM", 2L, "SOCK_RAW", 3L, "SOCK_SEQPACKET", 5L);

    private final Map<String, WrittenProcess> processes;

    ScriptVerbs(Map<String, WrittenProcess> processes) {
        this.processes = processes;
    }

    /**
     * Does what a verb says, except those of programs and {@link #CALLS}.
     *
     * @param said its values: one, a list, or a map by words
     * @param returns what the call returns if that is not the usual
     */
    void run(WrittenProcess process, String verb, Object said, @Nullable Long returns) {
        SystemCall.Verb known = SystemCall.allVerbs().get(verb);
        if (known == null) {
            throw new AssertionError(verb);
        }
        String type = known.type();
        Map<String, Object> values = known.call(said);
        switch (verb) {
            case "reads", "writes", "creates" ->
                process.opens(new File(text(values, "name"), flags(type, values)), returns);
            case "becomes" -> becomes(process, number(values, "uid"), returns);
            case "connects" -> process.connects(End.of(text(values, "to")), isUdp(values), returns);
            case "listens" -> {
                sure(verb, returns);
                process.listens(number(values, "port"));
            }
            case "accepts" ->
                process.accepts(End.of(text(values, "from")), End.checked(number(values, "port")), returns);
            case "exits" -> {
                sure(verb, returns);
                process.exits(number(values, "status"));
            }
            case "sends" -> transfer(process, type, values, "to", returns);
            case "receives" -> transfer(process, type, values, "from", returns);
            default -> call(process, type, values, returns);
        }
    }

    /** With which flags the verb itself says that a file is opened. */
    private static long flags(String type, Map<String, Object> values) {
        Param flags = Objects.requireNonNull(SystemCall.parameter(type, "flags"));
        return (long) CallValues.read(flags, Objects.requireNonNull(values.get("flags")));
    }

    private static void becomes(WrittenProcess process, int uid, @Nullable Long returns) {
        if (returns == null || returns >= 0) {
            process.becomes(uid);
        } else {
            CallWriter call = process.call("setuid");
            call.with("uid", (long) uid);
            call.returns(returns);
            call.write();
        }
    }

    private void transfer(
            WrittenProcess process, String type, Map<String, Object> values, String end, @Nullable Long returns) {
        Map<String, Object> parameters = new LinkedHashMap<>(values);
        parameters.remove("protocol");
        parameters.put("fd", process.peer(End.of(text(parameters, end)), isUdp(values)));
        parameters.remove(end);
        call(process, type, parameters, returns);
    }

    private void call(WrittenProcess process, String type, Map<String, Object> values, @Nullable Long returns) {
        CallWriter call = process.call(type);
        values.forEach((parameter, value) -> call.with(parameter, value(parameter, value)));
        if (returns != null) {
            call.returns(returns);
        }
        call.write();
    }

    /** The value of a parameter, in which a process stands for its number, and the type of a socket for that. */
    Object value(String parameter, Object said) {
        String text = said instanceof String string ? string : "";
        if (parameter.equals("type") && SOCKET_TYPES.containsKey(text)) {
            return SOCKET_TYPES.get(text);
        }
        boolean isName = parameter.matches(".*[pt]id") && !text.isEmpty() && !CallValues.isNumber(text);
        if (!isName) {
            return said;
        }
        WrittenProcess known = processes.get(text);
        if (known == null) {
            throw new IllegalArgumentException(
                    "no process is named \"" + text + "\"; " + Nearest.hint(text, processes.keySet()));
        }
        return known.pid();
    }

    private static boolean isUdp(Map<String, Object> values) {
        Object protocol = values.get("protocol");
        if (!"udp".equals(protocol) && !"tcp".equals(protocol)) {
            throw new IllegalArgumentException("the protocol is tcp or udp, not " + protocol);
        }
        return "udp".equals(protocol);
    }

    private static void sure(String verb, @Nullable Long returns) {
        if (returns != null) {
            throw new IllegalArgumentException(verb + " can't return something else: leave out \"returns\"");
        }
    }

    private static String text(Map<String, Object> values, String parameter) {
        Object value = values.get(parameter);
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("a string is expected here, not a list or a mapping");
    }

    private static int number(Map<String, Object> values, String parameter) {
        String text = text(values, parameter);
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a number");
        }
    }

    /** The program that a process executes, and its arguments. */
    static WrittenProgram program(String verb, List<String> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(verb + " takes a program and its arguments");
        }
        return WrittenProgram.of(values.get(0), values.subList(1, values.size()).toArray(new String[0]));
    }

    private static Set<String> known() {
        Set<String> known = new LinkedHashSet<>(SystemCall.allVerbs().keySet());
        known.addAll(OF_PROGRAMS);
        known.add(CALLS);
        return Collections.unmodifiableSet(known);
    }
}
