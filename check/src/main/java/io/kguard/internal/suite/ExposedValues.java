// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import io.kguard.internal.message.Nearest;
import io.kguard.internal.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The values that resources and steps expose to later steps, such as {@code cs.client.fd}. Each has a number, under which the
 * program keeps it.
 */
final class ExposedValues {
    private static final Pattern BINDING = Pattern.compile("\\s*\\$\\{\\s*([^{}]*?)\\s*\\}\\s*");

    /** What a value can be used for. */
    enum Kind {
        NUMBER,
        BYTES,
        ADDRESS
    }

    /**
     * A value.
     *
     * @param word the word of the plan that stands for it
     * @param length the word that stands for its length; null for a number
     */
    record Exposed(Kind kind, String word, @Nullable String length) {}

    private final Map<String, Exposed> values = new LinkedHashMap<>();
    private final Map<String, YamlValue> owners = new LinkedHashMap<>();
    private int next;

    /** Makes a name known. Two resources or steps of one name are a mistake. */
    void name(String name, YamlValue place) {
        YamlValue other = owners.putIfAbsent(name, place);
        if (other != null) {
            place.problem(
                    "there is another \"" + name + "\" at line " + other.line(),
                    "resources and steps of a test share their names");
        }
    }

    /** Numbers for the next values. */
    int take(int count) {
        next += count;
        return next - count;
    }

    void expose(String path, Kind kind, int number, @Nullable String length) {
        expose(path, new Exposed(kind, "r" + number, length));
    }

    void expose(String path, Exposed value) {
        values.putIfAbsent(path, value);
    }

    /** The name between the braces of <code>${ NAME }</code>; empty for another text. */
    static Optional<String> binding(String text) {
        Matcher matcher = BINDING.matcher(text);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** The value with a name; null, and a problem, if no earlier resource or step exposes it. */
    @Nullable
    Exposed find(String path, YamlValue place, Kind wanted) {
        Exposed found = values.get(path);
        if (found == null) {
            place.problem(
                    "no earlier resource or step exposes \"" + path + "\"",
                    values.isEmpty() ? "none exposes anything" : Nearest.hint(path, values.keySet()));
        } else if (found.kind() != wanted) {
            place.problem(
                    "\"" + path + "\" can't be used here", "it is " + word(found.kind()) + ", not " + word(wanted));
            return null;
        }
        return found;
    }

    private static String word(Kind kind) {
        return switch (kind) {
            case NUMBER -> "a number";
            case BYTES -> "a string";
            case ADDRESS -> "an address";
        };
    }
}
