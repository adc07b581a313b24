// SPDX-License-Identifier: Apache-2.0
package io.kguard.reaction;

import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What rules and actions have in common as they are written.
 *
 * @param place where it is written first
 * @param strict whether a key that Falco Talon does not heed is a mistake
 * @param name its name; empty if it has none
 * @param settings its settings that are scalars, by key
 */
record WrittenEntry(YamlValue place, boolean strict, String name, Map<String, YamlValue> settings) {

    /** Adds the settings that a mapping has to others. */
    static void take(Map<String, YamlValue> settings, YamlMapping from, List<String> keys) {
        for (String key : keys) {
            String text = from.text(key);
            YamlValue given = from.get(key);
            if (text != null && !text.isEmpty() && given != null) {
                settings.put(key, given);
            }
        }
    }

    /** The same with these settings in place of its own. */
    WrittenEntry with(Map<String, YamlValue> others) {
        return new WrittenEntry(place, strict, name, others);
    }

    /** A copy of its settings, to change. */
    Map<String, YamlValue> copyOfSettings() {
        return new LinkedHashMap<>(settings);
    }

    /** A setting as it is written; empty if it is not. */
    String setting(String key) {
        YamlValue value = settings.get(key);
        return value == null ? "" : value.written();
    }

    /** Where a setting is written; where the entry is, if it is not. */
    YamlValue placeOf(String key) {
        return settings.getOrDefault(key, place);
    }
}
