// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.yaml;

import io.kguard.event.JsonWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes trees as people write YAML: what is short stands in one line, and only strings are quoted that would else be
 * something else.
 */
public final class YamlText {
    private static final int WIDTH = 120;
    private static final String STEP = "  ";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/_][A-Za-z0-9/_.+@-]*( [A-Za-z0-9/_.+@-]+)*");
    /** What YAML 1.1 takes for no string. */
    private static final Set<String> WORDS = Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n");

    private final StringBuilder out = new StringBuilder();

    /** A line as it is. */
    public YamlText line(String indent, String text) {
        out.append(indent).append(text).append('\n');
        return this;
    }

    /** A key with its value. */
    public YamlText member(String indent, String key, Object value) {
        String start = indent + key(key) + ":";
        String flow = flow(value);
        if (fits(start + " " + flow) || isScalar(value) || isEmpty(value)) {
            return line(start + " ", flow);
        }
        line(start, "");
        block(indent + STEP, value);
        return this;
    }

    private void block(String indent, Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, member) -> member(indent, String.valueOf(key), member));
        } else if (value instanceof List<?> list) {
            list.forEach(item -> item(indent, item));
        }
    }

    /** An item of a list. */
    public YamlText item(String indent, Object item) {
        String flow = flow(item);
        if (fits(indent + "- " + flow) || isScalar(item) || isEmpty(item)) {
            return line(indent + "- ", flow);
        }
        int start = out.length();
        block(indent + STEP, item);
        out.setCharAt(start + indent.length(), '-');
        return this;
    }

    private static boolean fits(String line) {
        return line.length() <= WIDTH;
    }

    private static boolean isScalar(Object value) {
        return !(value instanceof Map<?, ?>) && !(value instanceof List<?>);
    }

    private static boolean isEmpty(Object value) {
        return value instanceof Map<?, ?> map ? map.isEmpty() : value instanceof List<?> list && list.isEmpty();
    }

    /** A value in one line. */
    public static String flow(Object value) {
        StringBuilder text = new StringBuilder();
        flow(value, text);
        return text.toString();
    }

    private static void flow(Object value, StringBuilder text) {
        if (value instanceof Map<?, ?> map) {
            text.append('{');
            int first = text.length();
            map.forEach((key, member) -> {
                text.append(text.length() > first ? ", " : "");
                text.append(key(String.valueOf(key))).append(": ");
                flow(member, text);
            });
            text.append('}');
        } else if (value instanceof List<?> list) {
            text.append('[');
            int first = text.length();
            list.forEach(item -> {
                text.append(text.length() > first ? ", " : "");
                flow(item, text);
            });
            text.append(']');
        } else if (value instanceof String string) {
            text.append(scalar(string));
        } else {
            text.append(value);
        }
    }

    private static String key(String key) {
        return scalar(key);
    }

    private static String scalar(String text) {
        return PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT))
                ? text
                : JsonWriter.compact().value(text).json();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
