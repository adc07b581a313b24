// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.internal.yaml.Keys;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import io.kguard.rule.Priority;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the values of a {@code falco.yaml} mean. What is not given gives the default, and so does a mistake. */
final class ConfigValues {
    private static final Map<String, Keys> KEYS = Keys.of(ConfigValues.class);
    private static final Pattern VARIABLE = Pattern.compile("\\$(\\$?)\\{([^}]*)}");

    private ConfigValues() {}

    /** The keys that a mapping may have. */
    static Keys keys(String mapping) {
        return Keys.known(KEYS, mapping);
    }

    /** A text with the variables of the environment in it replaced. */
    static String substituted(String text, Function<String, @Nullable String> environment) {
        Matcher variable = VARIABLE.matcher(text);
        StringBuilder out = new StringBuilder();
        while (variable.find()) {
            String value;
            if (!variable.group(1).isEmpty()) {
                value = "${" + variable.group(2) + "}";
            } else {
                String known = environment.apply(variable.group(2));
                value = known == null ? "" : known;
            }
            variable.appendReplacement(out, Matcher.quoteReplacement(value));
        }
        return variable.appendTail(out).toString();
    }

    /** The entries of a mapping; each value knows its key. */
    static Collection<YamlValue> entries(@Nullable YamlValue value) {
        YamlMapping settings = value == null || value.isNothing() ? null : value.settings(value.path());
        return settings == null ? List.of() : settings.values();
    }

    /** What a mapping has for a key; null if it does not have it. */
    static @Nullable YamlValue in(@Nullable YamlValue value, String key) {
        YamlMapping settings = value == null || value.isNothing() ? null : value.settings(value.path());
        return settings == null ? null : settings.get(key);
    }

    /** The members of a list. */
    static List<YamlValue> items(@Nullable YamlValue value) {
        return value == null || value.isNothing() ? List.of() : value.items(Integer.MAX_VALUE);
    }

    /** A string; empty if there is none. */
    static String text(@Nullable YamlValue value) {
        String text = value == null || value.isNothing() ? null : value.text();
        return text == null ? "" : text;
    }

    static boolean bool(@Nullable YamlValue value, boolean otherwise) {
        if (value == null) {
            return otherwise;
        }
        switch (scalar(value)) {
            case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON" -> {
                return true;
            }
            case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF" -> {
                return false;
            }
            default -> {
                value.problem(value.path() + " must be true or false, not " + shown(value), "");
                return otherwise;
            }
        }
    }

    static int number(@Nullable YamlValue value, int least, int otherwise) {
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(scalar(value));
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // reported below, with the numbers that are possible
        }
        value.problem(
                value.path() + " must be a number from " + least + " to " + Integer.MAX_VALUE + ", not " + shown(value),
                "");
        return otherwise;
    }

    static Priority priority(YamlValue value) {
        return Priority.of(scalar(value)).orElseGet(() -> {
            value.problem(
                    value.path() + " can't be " + shown(value),
                    "one of emergency, alert, critical, error, warning, notice, informational, debug");
            return Priority.DEBUG;
        });
    }

    /** The path that a string is; null, and a problem, if it can't be one. */
    static @Nullable Path path(YamlValue value) {
        try {
            return Path.of(text(value));
        } catch (InvalidPathException e) {
            value.problem(value.path() + " can't be a path on this machine: " + e.getReason(), "");
            return null;
        }
    }

    /** The URL that a string is; null, and a problem, if HTTP can't go there. */
    static @Nullable URI url(YamlValue value) {
        try {
            URI url = new URI(scalar(value));
            if (("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // reported below, with an example
        }
        value.problem(value.path() + " must be a URL, not " + shown(value), "for example http://localhost:2801");
        return null;
    }

    /** A string of which the caller says what it must be. */
    private static String scalar(YamlValue value) {
        return value.isMapping() || value.isList() ? "" : text(value);
    }

    private static String shown(YamlValue value) {
        return value.isMapping() || value.isList() || value.isNothing() ? value.kind() : "\"" + text(value) + "\"";
    }
}
