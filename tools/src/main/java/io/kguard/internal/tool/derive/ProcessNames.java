// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names the processes of an event script by their place, not by their program. Scripts that differ in a program alone then
 * differ in nothing else.
 */
final class ProcessNames {
    private static final Set<String> OF_PROCESSES = Set.of("name", "parent", "session", "leader");
    private static final Set<String> TO_PROCESSES = Set.of("signals", "traces", "reads-memory", "writes-memory");
    private static final String AS = "as";

    private final Map<String, String> names = new LinkedHashMap<>();

    private ProcessNames() {}

    /** A script with other names for its processes. */
    static Object of(Map<String, Object> script) {
        ProcessNames names = new ProcessNames();
        names.find(script);
        Map<String, Object> renamed = new LinkedHashMap<>();
        script.forEach((key, value) -> renamed.put(
                key,
                value instanceof List<?> list && !key.equals("containers")
                        ? list.stream()
                                .map(item -> key.equals("actions") ? names.action(item) : names.process(item))
                                .toList()
                        : value));
        return renamed;
    }

    private void find(Map<String, Object> script) {
        for (Object process : list(script.get("processes"))) {
            add(process instanceof Map<?, ?> map ? map.get("name") : null, "process");
        }
        for (Object action : list(script.get("actions"))) {
            for (Object keys : action instanceof Map<?, ?> map ? map.values() : List.of()) {
                add(keys instanceof Map<?, ?> verb ? verb.get(AS) : null, "child");
            }
        }
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private void add(@Nullable Object name, String word) {
        if (name instanceof String text && !names.containsKey(text)) {
            String next = word;
            for (int number = 2; names.containsValue(next); number++) {
                next = word + number;
            }
            names.put(text, next);
        }
    }

    private Object process(Object process) {
        return process instanceof Map<?, ?> map ? keys(map) : process;
    }

    private Map<String, Object> keys(Map<?, ?> keys) {
        Map<String, Object> renamed = new LinkedHashMap<>();
        keys.forEach((key, value) -> renamed.put(
                String.valueOf(key),
                OF_PROCESSES.contains(String.valueOf(key)) || AS.equals(key) ? renamed(value) : value));
        return renamed;
    }

    private Object action(Object action) {
        if (!(action instanceof Map<?, ?> map)) {
            return action;
        }
        Map<String, Object> renamed = new LinkedHashMap<>();
        map.forEach((process, verb) -> renamed.put(
                names.getOrDefault(String.valueOf(process), String.valueOf(process)),
                verb instanceof Map<?, ?> keys ? verb(keys) : verb));
        return renamed;
    }

    private Map<String, Object> verb(Map<?, ?> keys) {
        Map<String, Object> renamed = keys(keys);
        TO_PROCESSES.forEach(verb -> renamed.computeIfPresent(verb, (key, value) -> target(value)));
        renamed.computeIfPresent("with", (key, value) -> {
            if (!(value instanceof Map<?, ?> with)) {
                return value;
            }
            Map<String, Object> copy = new LinkedHashMap<>();
            with.forEach((name, of) -> copy.put(String.valueOf(name), "pid".equals(name) ? renamed(of) : of));
            return copy;
        });
        return renamed;
    }

    /** The process that a verb is about: its only value, its first one, or the one called so. */
    private Object target(Object value) {
        if (value instanceof List<?> list && !list.isEmpty()) {
            List<Object> copy = new ArrayList<>(list);
            copy.set(0, renamed(list.get(0)));
            return copy;
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, of) -> copy.put(String.valueOf(key), "process".equals(key) ? renamed(of) : of));
            return copy;
        }
        return renamed(value);
    }

    private Object renamed(Object name) {
        return name instanceof String text ? names.getOrDefault(text, text) : name;
    }
}
