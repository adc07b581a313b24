// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A tree that stands for several which differ from it in strings and numbers only: names of values are in their places.
 *
 * @param tree the tree, with <code>${name}</code> where the others differ
 * @param values the values of the names in the tree itself
 * @param places where each name stands
 */
record SharedTree(Object tree, Map<String, String> values, Map<String, List<List<Object>>> places) {
    /** A tree that differs in more places is written out. */
    private static final int MOST_DIFFERENCES = 6;

    SharedTree {
        values = new LinkedHashMap<>(values);
        places = new LinkedHashMap<>(places);
    }

    /**
     * A tree that stands for others, too, as far as they are alike.
     *
     * @param typed whether numbers must stay numbers
     */
    static SharedTree of(Object tree, List<Object> others, boolean typed) {
        Map<List<Object>, Object> leaves = leaves(tree);
        List<Map<List<Object>, Object>> alike = new ArrayList<>();
        Set<List<Object>> differing = new LinkedHashSet<>();
        for (Object other : others) {
            Map<List<Object>, Object> its = leaves(other);
            Set<List<Object>> differences = differences(leaves, its, typed);
            if (!differences.isEmpty()) {
                alike.add(its);
                differing.addAll(differences);
            }
        }
        Map<List<Object>, List<List<Object>>> groups = new LinkedHashMap<>();
        leaves.keySet().stream().filter(differing::contains).forEach(place -> {
            List<Object> all = new ArrayList<>(List.of(leaves.getOrDefault(place, "")));
            alike.forEach(its -> all.add(its.getOrDefault(place, "")));
            groups.computeIfAbsent(all, key -> new ArrayList<>()).add(place);
        });
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, List<List<Object>>> places = new LinkedHashMap<>();
        groups.values().forEach(group -> {
            String name = ValueNames.unused(group.get(0), values.keySet());
            values.put(name, String.valueOf(leaves.get(group.get(0))));
            places.put(name, group);
        });
        return new SharedTree(named(tree, List.of(), places), values, places);
    }

    /** The values that make this tree another one; empty if it differs in more than values. */
    Optional<Map<String, String>> valuesOf(Object other, boolean typed) {
        Map<List<Object>, Object> its = leaves(other);
        if (differences(leaves(original()), its, typed).isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> others = new LinkedHashMap<>();
        places.forEach((name, all) -> {
            String value = String.valueOf(its.get(all.get(0)));
            if (!value.equals(values.get(name))) {
                others.put(name, value);
            }
        });
        return others.isEmpty() ? Optional.empty() : Optional.of(others);
    }

    /** The same with names that are not among those known. */
    SharedTree without(Set<String> known) {
        Map<String, String> otherValues = new LinkedHashMap<>();
        Map<String, List<List<Object>>> otherPlaces = new LinkedHashMap<>();
        Set<String> used = new LinkedHashSet<>(known);
        places.forEach((name, all) -> {
            String unused = ValueNames.unused(all.get(0), used);
            used.add(unused);
            otherValues.put(unused, values.getOrDefault(name, ""));
            otherPlaces.put(unused, all);
        });
        return new SharedTree(named(original(), List.of(), otherPlaces), otherValues, otherPlaces);
    }

    /** The tree without names. */
    private Object original() {
        return Trees.with(tree, leaf -> leaf instanceof Named named ? named.value() : leaf);
    }

    /** A leaf that has a name. It is written as the name's place. */
    private record Named(String name, Object value) {
        @Override
        public String toString() {
            return "${" + name + "}";
        }
    }

    /** The tree as it is written. */
    Object written() {
        return Trees.with(tree, leaf -> leaf instanceof Named named ? named.toString() : leaf);
    }

    private static Object named(Object value, List<Object> at, Map<String, List<List<Object>>> places) {
        if (value instanceof Map<?, ?> map) {
            return Trees.values(map, (key, member) -> named(member, below(at, key), places));
        } else if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            for (Object item : list) {
                copy.add(named(item, below(at, copy.size()), places));
            }
            return copy;
        }
        for (Map.Entry<String, List<List<Object>>> place : places.entrySet()) {
            if (place.getValue().contains(at)) {
                return new Named(place.getKey(), value);
            }
        }
        return value;
    }

    /** Where two trees of the same shape differ; empty if they are the same, or of another shape, or too different. */
    private static Set<List<Object>> differences(
            Map<List<Object>, Object> some, Map<List<Object>, Object> others, boolean typed) {
        if (!List.copyOf(some.keySet()).equals(List.copyOf(others.keySet()))) {
            return Set.of();
        }
        Set<List<Object>> differing = new LinkedHashSet<>();
        for (Map.Entry<List<Object>, Object> leaf : some.entrySet()) {
            Object other = others.getOrDefault(leaf.getKey(), "");
            if (!leaf.getValue().equals(other)) {
                if (!isValue(leaf.getValue(), typed) || !isValue(other, typed)) {
                    return Set.of();
                }
                differing.add(leaf.getKey());
            }
        }
        return differing.size() > MOST_DIFFERENCES ? Set.of() : differing;
    }

    private static boolean isValue(Object leaf, boolean typed) {
        return leaf instanceof String || !typed && leaf instanceof Number;
    }

    private static Map<List<Object>, Object> leaves(Object tree) {
        Map<List<Object>, Object> leaves = new LinkedHashMap<>();
        leaves(tree, List.of(), leaves);
        return leaves;
    }

    private static void leaves(Object value, List<Object> at, Map<List<Object>, Object> leaves) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((key, member) -> leaves(member, below(at, key), leaves));
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            for (int i = 0; i < list.size(); i++) {
                leaves(list.get(i), below(at, i), leaves);
            }
        } else {
            leaves.put(at, value);
        }
    }

    private static List<Object> below(List<Object> at, Object step) {
        List<Object> place = new ArrayList<>(at);
        place.add(step);
        return List.copyOf(place);
    }
}
