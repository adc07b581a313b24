// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.internal.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads how settings of Falcosidekick change each alert. */
final class PayloadChangesReader {
    private static final String CUSTOM = "customfields";
    private static final String TEMPLATED = "templatedfields";
    private static final String TAGS = "customtags";
    private static final String BRACKET = "bracketreplacer";
    private static final String FORMAT = "outputFieldFormat";

    private final @Nullable YamlValue config;
    private final Map<String, String> customFields;
    private final Map<String, GoTemplate> templatedFields = new LinkedHashMap<>();

    PayloadChangesReader(@Nullable YamlValue config) {
        this.config = config;
        this.customFields = pairs(CUSTOM);
        pairs(TEMPLATED).forEach(this::addTemplate);
    }

    PayloadChanges read() {
        String tags = text(TAGS).replace(" ", "");
        customFields.values().removeIf(value -> {
            boolean variable = value.startsWith("%");
            if (variable) {
                warn(CUSTOM, "has the variable " + value + " of Falcosidekick's environment, which is not known here");
            }
            return variable;
        });
        return new PayloadChanges(
                customFields,
                templatedFields,
                // the chart sets the variable, and an empty text has one word, which is empty
                List.of(tags.split(",", -1)),
                text(BRACKET),
                text(FORMAT));
    }

    /** The names of the fields that are added. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>(customFields.keySet());
        names.addAll(templatedFields.keySet());
        return names;
    }

    /** Where the settings are; null if there are none. */
    @Nullable
    YamlValue place() {
        return config;
    }

    private void addTemplate(String name, String text) {
        try {
            templatedFields.put(name, GoTemplate.parse(text, Set.of()));
        } catch (IllegalArgumentException e) {
            warn(TEMPLATED, "has the field " + name + ", which is not simulated, because " + e.getMessage());
        }
    }

    private String text(String key) {
        return SidekickReader.text(ConfigValues.in(config, key), "");
    }

    /** Names and what is behind their colons. What has more than one colon is not heeded. */
    private Map<String, String> pairs(String key) {
        Map<String, String> pairs = new LinkedHashMap<>();
        String text = text(key);
        for (String pair : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            String[] sides = pair.split(":", -1);
            if (sides.length == 2) {
                pairs.put(sides[0], sides[1]);
            } else {
                warn(key, "has \"" + pair + "\", which Falcosidekick does not heed: it is no name, colon and value");
            }
        }
        return pairs;
    }

    private void warn(String key, String what) {
        YamlValue value = ConfigValues.in(config, key);
        if (value != null) {
            value.warnOfSecret(value.path() + " " + what, "");
        }
    }
}
