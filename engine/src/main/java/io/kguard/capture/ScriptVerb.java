// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A verb of event scripts that is one call.
 *
 * @param name the verb
 * @param type the type of the call's events
 * @param values its values, in their order; those that may be left out are the last
 */
record ScriptVerb(String name, String type, List<Value> values) {
    private static final List<String> STANDARD = List.of("input", "output", "errors");

    /**
     * A value.
     *
     * @param word what it is, for messages and as a key
     * @param parameter the parameter of the event that has it
     * @param usual what it is if it is left out: empty if the parameter is left out then, too; null if it can't be
     */
    record Value(String word, String parameter, @Nullable String usual) {}

    /** A verb, with values as {@code word=parameter}, {@code word=parameter?} and {@code word=parameter?usual}. */
    static ScriptVerb verb(String name, String type, String... values) {
        List<Value> all = new ArrayList<>();
        for (String value : values) {
            int equals = value.indexOf('=');
            int mark = value.indexOf('?');
            all.add(new Value(
                    value.substring(0, equals),
                    value.substring(equals + 1, mark < 0 ? value.length() : mark),
                    mark < 0 ? null : value.substring(mark + 1)));
        }
        return new ScriptVerb(name, type, List.copyOf(all));
    }

    /**
     * The parameters of the call.
     *
     * @param said a value, a list of values, or a map of values by their words
     * @throws IllegalArgumentException if there are too many or too few
     */
    Map<String, Object> parameters(Object said) {
        long needed = values.stream().filter(value -> value.usual() == null).count();
        boolean none = needed == 0 && said.equals("true");
        boolean byWord = said instanceof Map<?, ?> map && hasWordsOnly(map);
        List<?> inOrder = byWord || none ? List.of() : said instanceof List<?> list ? list : List.of(said);
        Map<?, ?> words = byWord ? (Map<?, ?>) said : Map.of();
        if (!byWord && (inOrder.size() < needed || inOrder.size() > values.size())) {
            throw new IllegalArgumentException(name + " takes " + count(needed) + ", not " + inOrder.size());
        }
        Map<String, Object> parameters = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            Value value = values.get(i);
            Object given = i < inOrder.size() ? inOrder.get(i) : words.get(value.word());
            if (given == null && value.usual() == null) {
                throw new IllegalArgumentException(name + " has no \"" + value.word() + "\"");
            }
            Object used = given == null ? value.usual() : given;
            if (used != null && !used.equals("")) {
                parameters.put(value.parameter(), used);
            }
        }
        return parameters;
    }

    private boolean hasWordsOnly(Map<?, ?> map) {
        return map.keySet().stream()
                .allMatch(key -> values.stream().anyMatch(value -> value.word().equals(key)));
    }

    private String count(long needed) {
        if (values.isEmpty()) {
            return "no value but true";
        }
        if (values.size() == needed) {
            return needed == 1 ? "one value" : "a list of " + needed;
        }
        return (needed == 0 ? "up to " : "from " + needed + " to ") + values.size() + " values";
    }

    /** What a descriptor is, in short: a path, a connection, {@code input}, {@code output}, {@code errors}, or as it is. */
    static Object descriptor(Object said) {
        if (!(said instanceof String text)) {
            return said;
        }
        int standard = STANDARD.indexOf(text);
        if (standard >= 0) {
            return (long) standard;
        }
        if (text.contains("->")) {
            return Map.of("connection", text);
        }
        return text.startsWith("/") ? Map.of("file", text) : said;
    }
}
