// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A value in a JSON document. It keeps the document, so that numbers and strings are shown as they were written.
 * Documents are Latin-1, one {@code char} per byte of UTF-8.
 *
 * <p>Not thread-safe.
 */
@API(status = API.Status.INTERNAL)
public final class JsonValue {
    public enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        BOOLEAN,
        NULL
    }

    private static final JsonValue[] NONE = {};
    private static final String[] NO_KEYS = {};

    private final Kind kind;
    private final String source;
    private final int start;
    private final int end;
    private final boolean spaced;
    private final String[] keys;
    private final JsonValue[] children;
    private @Nullable String text;

    private JsonValue(Kind kind, JsonParser parser, int start, String[] keys, JsonValue[] children) {
        this.kind = kind;
        this.source = parser.text();
        this.start = start;
        this.end = parser.position();
        this.spaced = parser.isSpaced();
        this.keys = keys;
        this.children = children;
    }

    static JsonValue scalar(Kind kind, JsonParser parser, int start) {
        return new JsonValue(kind, parser, start, NO_KEYS, NONE);
    }

    static JsonValue array(JsonParser parser, int start, JsonValue[] elements) {
        return new JsonValue(Kind.ARRAY, parser, start, NO_KEYS, elements);
    }

    static JsonValue object(JsonParser parser, int start, String[] keys, JsonValue[] values) {
        return new JsonValue(Kind.OBJECT, parser, start, keys, values);
    }

    /**
     * Parses a document.
     *
     * @param text JSON, Latin-1
     * @throws JsonException if it is not JSON; the message says what is wrong and at which byte
     */
    public static JsonValue parse(String text) {
        return new JsonParser(text, false).parse();
    }

    /**
     * Like {@link #parse}, but accepts what Falco's library accepts in container events: control characters in strings,
     * leading zeros, and numbers that end with a decimal point.
     *
     * @throws JsonException if it is not JSON; the message says what is wrong and at which byte
     */
    public static JsonValue parseLenient(String text) {
        return new JsonParser(text, true).parse();
    }

    public Kind kind() {
        return kind;
    }

    /** The number of members of an object or elements of an array; 0 for other values. */
    public int size() {
        return children.length;
    }

    /** A value in an object or an array, by its index. */
    public JsonValue element(int index) {
        return children[index];
    }

    /** The key of a member of an object, by its index. */
    public String key(int index) {
        return keys[index];
    }

    /**
     * The member of an object with a key (the first, if there are several), or the element of an array with that index;
     * null if absent.
     */
    public @Nullable JsonValue get(String key) {
        if (kind == Kind.ARRAY) {
            int index = index(key);
            return index >= 0 && index < children.length ? children[index] : null;
        }
        for (int i = 0; i < keys.length; i++) {
            if (keys[i].equals(key)) {
                return children[i];
            }
        }
        return null;
    }

    private static int index(String key) {
        try {
            return Integer.parseInt(key);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** The value at a path of keys, or null if absent. */
    public @Nullable JsonValue get(String... path) {
        JsonValue value = this;
        for (int i = 0; i < path.length && value != null; i++) {
            value = value.get(path[i]);
        }
        return value;
    }

    /** The characters of a string, up to the first NUL; {@link #json()} for other values. */
    public String text() {
        if (text == null) {
            text = kind == Kind.STRING ? characters() : json();
        }
        return text;
    }

    private String characters() {
        String all = allCharacters();
        int nul = all.indexOf(0);
        return nul < 0 ? all : all.substring(0, nul);
    }

    private String allCharacters() {
        return JsonParser.unescaped(source, start + 1, end - 1);
    }

    /**
     * The value as maps, lists, strings (Latin-1, with NULs), {@code Long}, {@code Double}, {@code Boolean} and null.
     * If a key occurs several times, the last member counts.
     */
    public @Nullable Object tree() {
        return switch (kind) {
            case OBJECT -> {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                for (int i = 0; i < keys.length; i++) {
                    object.put(keys[i], children[i].tree());
                }
                yield object;
            }
            case ARRAY -> {
                List<@Nullable Object> array = new ArrayList<>();
                for (JsonValue child : children) {
                    array.add(child.tree());
                }
                yield array;
            }
            case STRING -> allCharacters();
            case NUMBER -> number(source.substring(start, end));
            case BOOLEAN -> source.charAt(start) == 't';
            case NULL -> null;
        };
    }

    private static Number number(String text) {
        if (text.chars().allMatch(c -> c == '-' || c >= '0' && c <= '9')) {
            try {
                return Long.valueOf(text);
            } catch (NumberFormatException e) {
                return Double.valueOf(text); // an integer of more than 64 bits
            }
        }
        return Double.valueOf(text);
    }

    /** The value as compact JSON. */
    public String json() {
        return spaced ? layOut(-1) : source.substring(start, end);
    }

    /** The value as JSON, indented by two spaces per level. */
    public String indented() {
        return layOut(0);
    }

    private String layOut(int level) {
        StringBuilder out = new StringBuilder(2 * (end - start));
        layOut(out, level);
        return out.toString();
    }

    /** Formats a value; on one line if the level is negative. */
    private void layOut(StringBuilder out, int level) {
        if (kind != Kind.OBJECT && kind != Kind.ARRAY) {
            out.append(source, start, end);
            return;
        }
        boolean object = kind == Kind.OBJECT;
        int inner = level < 0 ? level : level + 1;
        out.append(object ? '{' : '[');
        for (int i = 0; i < children.length; i++) {
            out.append(i == 0 ? "" : ",");
            newLine(out, inner);
            if (object) {
                JsonString.append(out, keys[i]);
                out.append(level < 0 ? ":" : ": ");
            }
            children[i].layOut(out, inner);
        }
        if (children.length > 0) {
            newLine(out, level);
        }
        out.append(object ? '}' : ']');
    }

    private static void newLine(StringBuilder out, int level) {
        if (level >= 0) {
            out.append('\n').append("  ".repeat(level));
        }
    }

    @Override
    public String toString() {
        return new String(json().getBytes(ISO_8859_1), UTF_8);
    }
}
