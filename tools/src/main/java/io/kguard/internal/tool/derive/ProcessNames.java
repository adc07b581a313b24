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
        return Trees.values(
                script,
                (key, value) -> value instanceof List<?> list && !key.equals("containers")
                        ? list.stream()
                                .map(item -> key.equals("actions") ? names.action(item) : names.process(item))
                                .toList()
                        : value);
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
        return Trees.values(
                keys, (key, value) -> OF_PROCESSES.contains(key) || AS.equals(key) ? renamed(value) : value);
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
        renamed.computeIfPresent(
                "with",
                (key, value) -> value instanceof Map<?, ?> with
                        ? Trees.values(with, (name, of) -> "pid".equals(name) ? renamed(of) : of)
                        : value);
        return renamed;
    }

    /** The process that a verb is about: its only value, its first one, or the one called so. */
    private Object target(Object value) {
        if (value instanceof List<?> list && !list.isEmpty()) {
            List<Object> copy = new ArrayList<>(list);
            copy.set(0, renamed(list.get(0)));
            return copy;
        } else if (value instanceof Map<?, ?> map) {
            return Trees.values(map, (key, of) -> "process".equals(key) ? renamed(of) : of);
        }
        return renamed(value);
    }

    private Object renamed(Object name) {
        return name instanceof String text ? names.getOrDefault(text, text) : name;
    }
}
