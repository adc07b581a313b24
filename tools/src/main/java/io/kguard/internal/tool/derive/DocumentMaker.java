// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Writes decided facts as a document.
 *
 * @param typed what a place has for a text: the text, a number or a truth value
 */
record DocumentMaker(BiFunction<String, String, Object> typed) {
    /**
     * The document.
     *
     * @param pointers the places of an ordinary document, in their order
     * @param typed what a place has for a text
     */
    static Map<String, Object> write(List<String> pointers, Facts facts, BiFunction<String, String, Object> typed) {
        Set<String> all = new LinkedHashSet<>(pointers);
        facts.all().keySet().stream()
                .flatMap(fact -> fact instanceof Fact.Place place ? Stream.of(place.pointer()) : Stream.empty())
                .sorted()
                .forEach(all::add);
        Map<String, Object> document = new LinkedHashMap<>();
        DocumentMaker maker = new DocumentMaker(typed);
        for (String pointer : all) {
            String value = facts.at(pointer);
            if (value != null) {
                maker.put(document, pointer, value);
            }
        }
        return document;
    }

    private void put(Map<String, Object> document, String pointer, String value) {
        String[] keys = pointer.substring(1).split("/", -1);
        Object at = document;
        for (int i = 0; i < keys.length; i++) {
            String key = keys[i].replace("~1", "/").replace("~0", "~");
            boolean last = i == keys.length - 1;
            boolean array = !last && keys[i + 1].equals("-");
            if (key.equals("-")) {
                if (last) {
                    addAll(at, pointer, value);
                    return;
                }
                at = element(at);
            } else if (last) {
                members(at).put(key, typed.apply(pointer, value));
            } else {
                Object next =
                        members(at).computeIfAbsent(key, missing -> array ? new ArrayList<>() : new LinkedHashMap<>());
                at = next;
            }
        }
    }

    private void addAll(Object list, String pointer, String value) {
        for (String one : value.split(",", -1)) {
            elements(list).add(typed.apply(pointer, one));
        }
    }

    private static Object element(Object list) {
        List<Object> elements = elements(list);
        if (elements.isEmpty()) {
            elements.add(new LinkedHashMap<String, Object>());
        }
        return elements.get(0);
    }

    @SuppressWarnings("unchecked") // only this class makes these
    private static List<Object> elements(Object list) {
        if (list instanceof List<?>) {
            return (List<Object>) list;
        }
        throw new ClashException();
    }

    @SuppressWarnings("unchecked") // only this class makes these
    private static Map<String, Object> members(Object map) {
        if (map instanceof Map<?, ?>) {
            return (Map<String, Object>) map;
        }
        throw new ClashException();
    }

    /** The facts of a place ask for a list and a value there. */
    static final class ClashException extends RuntimeException {
        private static final long serialVersionUID = 1;

        ClashException() {
            super("one place has to be a value and a list");
        }
    }
}
