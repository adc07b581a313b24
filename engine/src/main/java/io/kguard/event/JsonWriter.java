// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import java.math.BigDecimal;
import java.util.Map;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON value, part by part. The writer adds commas and colons, and {@link #end} closes the innermost
 * bracket:
 * <pre>{@code
 * JsonWriter.compact().object().member("rule", name).key("tags").array().value("a").end().end().json()
 * }</pre>
 *
 * <p>Strings are written as by {@link JsonString}. Not thread-safe.
 */
@API(status = API.Status.INTERNAL)
public final class JsonWriter {
    private static final int LOWEST_EXPONENT = -5;
    private static final int HIGHEST_EXPONENT = 15;
    private static final int NO_BREAK = -1;

    private final StringBuilder out = new StringBuilder(512);
    /** The closing brackets of open values, the innermost last. */
    private final StringBuilder open = new StringBuilder();

    private final boolean spaced;
    private boolean first = true;
    private int lineBreak = NO_BREAK;

    private JsonWriter(boolean spaced) {
        this.spaced = spaced;
    }

    /** A writer without spaces between values: {@code {"a":1,"b":[2,3]}}. */
    public static JsonWriter compact() {
        return new JsonWriter(false);
    }

    /** A writer with a space after each colon and comma: {@code {"a": 1, "b": [2, 3]}}. */
    public static JsonWriter spaced() {
        return new JsonWriter(true);
    }

    /** Begins an object. */
    public JsonWriter object() {
        return begin('{', '}');
    }

    /** Begins an array. */
    public JsonWriter array() {
        return begin('[', ']');
    }

    private JsonWriter begin(char bracket, char closing) {
        separate();
        out.append(bracket);
        open.append(closing);
        first = true;
        return this;
    }

    /** Ends the innermost object or array. */
    public JsonWriter end() {
        int last = open.length() - 1;
        breakLine();
        out.append(open.charAt(last));
        open.setLength(last);
        first = false;
        return this;
    }

    /** Begins a new line before the next key, value or end. */
    public JsonWriter line(int indent) {
        lineBreak = indent;
        return this;
    }

    public JsonWriter key(String key) {
        value(key);
        out.append(spaced ? ": " : ":");
        first = true;
        return this;
    }

    public JsonWriter value(String value) {
        separate();
        JsonString.append(out, value);
        return this;
    }

    public JsonWriter value(long value) {
        separate();
        out.append(value);
        return this;
    }

    /** A number in the shortest form, as Falco's library writes it; null if it is not finite. */
    public JsonWriter value(double value) {
        separate();
        out.append(text(value));
        return this;
    }

    public JsonWriter value(boolean value) {
        separate();
        out.append(value);
        return this;
    }

    /** A value that is JSON already. */
    public JsonWriter written(String json) {
        separate();
        out.append(json);
        return this;
    }

    /**
     * A value with everything in it.
     *
     * @param value a map, a list, a string, a number, a boolean, or null
     */
    public JsonWriter tree(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            object();
            map.forEach((key, element) -> key(String.valueOf(key)).tree(element));
            return end();
        } else if (value instanceof Iterable<?> elements) {
            array();
            elements.forEach(this::tree);
            return end();
        } else if (value instanceof Double number) {
            return value((double) number);
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            separate();
            out.append(value);
            return this;
        }
        return value(value.toString());
    }

    public JsonWriter member(String key, String value) {
        return key(key).value(value);
    }

    public JsonWriter member(String key, long value) {
        return key(key).value(value);
    }

    public JsonWriter member(String key, boolean value) {
        return key(key).value(value);
    }

    private void separate() {
        if (!first) {
            out.append(spaced && lineBreak == NO_BREAK ? ", " : ",");
        }
        breakLine();
        first = false;
    }

    private void breakLine() {
        if (lineBreak != NO_BREAK) {
            out.append('\n').append(" ".repeat(lineBreak));
            lineBreak = NO_BREAK;
        }
    }

    private static String text(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return "null";
        }
        if (number == 0) {
            return "0.0";
        }
        BigDecimal decimal = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= LOWEST_EXPONENT && exponent < HIGHEST_EXPONENT) {
            return decimal.scale() <= 0 ? decimal.toPlainString() + ".0" : decimal.toPlainString();
        }
        return Double.toString(number).replace("E", exponent > 0 ? "e+" : "e").replace(".0e", "e");
    }

    /**
     * The JSON written so far.
     *
     * @throws IllegalStateException if an object or an array is still open
     */
    public String json() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("an object or an array has not ended: " + out);
        }
        return out.toString();
    }
}
