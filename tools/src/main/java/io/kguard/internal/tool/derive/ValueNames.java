// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names values by what they are. */
final class ValueNames {
    /** What is at a key of an event script, where the key says it badly. */
    private static final Map<String, String> OF_KEYS = Map.ofEntries(
            Map.entry("path", "program"),
            Map.entry("spawns", "program"),
            Map.entry("executes", "program"),
            Map.entry("opens", "file"),
            Map.entry("reads", "file"),
            Map.entry("writes", "file"),
            Map.entry("creates", "file"),
            Map.entry("removes", "file"),
            Map.entry("connects", "peer"),
            Map.entry("args", "argument"),
            Map.entry("exe", "command"));

    private ValueNames() {}

    /** A name for the value at a place, which is not one of the names that are known. */
    static String unused(List<Object> place, Set<String> known) {
        String name = of(place);
        int number = 2;
        String result = name;
        while (known.contains(result)) {
            result = name + number++;
        }
        return result;
    }

    private static String of(List<Object> place) {
        for (int i = place.size() - 1; i >= 0; i--) {
            if (place.get(i) instanceof String key) {
                boolean argument =
                        i < place.size() - 1 && !place.get(place.size() - 1).equals(0);
                String named = argument && OF_KEYS.containsKey(key) ? "argument" : OF_KEYS.getOrDefault(key, key);
                String name = camelCase(named);
                return name.isEmpty() ? "value" : name;
            }
        }
        return "value";
    }

    private static String camelCase(String text) {
        StringBuilder name = new StringBuilder();
        for (String word : text.split("[^A-Za-z0-9]+", -1)) {
            if (word.isEmpty() || name.isEmpty() && !Character.isLetter(word.charAt(0))) {
                continue;
            }
            name.append(
                    name.isEmpty()
                            ? word.substring(0, 1).toLowerCase(Locale.ROOT) + word.substring(1)
                            : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }
}
