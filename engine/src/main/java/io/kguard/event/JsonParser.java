// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads JSON as a Latin-1 string, one {@code char} per byte.
 *
 * <p>kguard has its own parser for two reasons. Events hold bytes that need not be valid UTF-8: Falco keeps them, other
 * parsers refuse or replace them. Fields show parts of a document exactly as written.
 */
final class JsonParser {
    private static final int DEEPEST = 300;
    private static final String[] NO_KEYS = {};
    private static final JsonValue[] NONE = {};

    private final String text;
    private final boolean lenient;
    private final boolean spaced;
    private int at;

    JsonParser(String text, boolean lenient) {
        this.text = text;
        this.lenient = lenient;
        this.spaced = isSpaced(text);
    }

    /** Whether there is white space outside of strings. */
    private static boolean isSpaced(String text) {
        boolean inString = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (inString) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    inString = false;
                }
            } else if (c == '"') {
                inString = true;
            } else if (c <= ' ') {
                return true;
            }
        }
        return false;
    }

    String text() {
        return text;
    }

    int position() {
        return at;
    }

    boolean isSpaced() {
        return spaced;
    }

    JsonValue parse() {
        JsonValue value = value(0);
        space();
        if (at < text.length()) {
            throw error("the value has ended");
        }
        return value;
    }

    private JsonValue value(int depth) {
        if (depth > DEEPEST) {
            throw error("more than " + DEEPEST + " levels");
        }
        space();
        int start = at;
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> {
                skipString();
                yield JsonValue.scalar(JsonValue.Kind.STRING, this, start);
            }
            case 't' -> word("true", JsonValue.Kind.BOOLEAN);
            case 'f' -> word("false", JsonValue.Kind.BOOLEAN);
            case 'n' -> word("null", JsonValue.Kind.NULL);
            default -> number();
        };
    }

    private JsonValue object(int depth) {
        int start = at++;
        List<String> keys = new ArrayList<>();
        List<JsonValue> values = new ArrayList<>();
        space();
        if (peek() == '}') {
            at++;
            return JsonValue.object(this, start, NO_KEYS, NONE);
        }
        do {
            space();
            if (peek() != '"') {
                throw error("a key in quotes is expected");
            }
            int key = at;
            skipString();
            keys.add(unescaped(text, key + 1, at - 1));
            space();
            if (peek() != ':') {
                throw error("a colon is expected");
            }
            at++;
            values.add(value(depth + 1));
        } while (!isLast('}'));
        return JsonValue.object(this, start, keys.toArray(NO_KEYS), values.toArray(NONE));
    }

    private JsonValue array(int depth) {
        int start = at++;
        List<JsonValue> values = new ArrayList<>();
        space();
        if (peek() == ']') {
            at++;
            return JsonValue.array(this, start, NONE);
        }
        do {
            values.add(value(depth + 1));
        } while (!isLast(']'));
        return JsonValue.array(this, start, values.toArray(NONE));
    }

    private boolean isLast(char end) {
        space();
        char c = peek();
        if (c != ',' && c != end) {
            throw error("a comma or " + end + " is expected");
        }
        at++;
        return c == end;
    }

    private void skipString() {
        at++;
        while (peek() != '"') {
            char c = text.charAt(at);
            if (c < ' ' && !lenient) {
                throw error("a control character in a string");
            }
            if (c == '\\') {
                escape();
            } else {
                at++;
            }
        }
        at++;
    }

    private void escape() {
        at++;
        char escaped = peek();
        if (escaped != 'u') {
            if ("\"\\/bfnrt".indexOf(escaped) < 0) {
                throw error("\\" + escaped + " is not an escape");
            }
            at++;
            return;
        }
        for (int i = 1; i <= 4; i++) {
            if (at + i >= text.length() || Character.digit(text.charAt(at + i), 16) < 0) {
                throw error("four hexadecimal digits are expected");
            }
        }
        at += 5;
    }

    private JsonValue number() {
        int start = at;
        at += peek() == '-' ? 1 : 0;
        boolean zero = at < text.length() && text.charAt(at) == '0';
        int whole = digits();
        boolean valid = whole > 0 && (lenient || !(zero && whole > 1));
        if (valid && at < text.length() && text.charAt(at) == '.') {
            at++;
            valid = digits() > 0 || lenient;
        }
        if (valid && at < text.length() && (text.charAt(at) | 0x20) == 'e') {
            at++;
            at += at < text.length() && "+-".indexOf(text.charAt(at)) >= 0 ? 1 : 0;
            valid = digits() > 0;
        }
        if (!valid) {
            at = start;
            throw error("a value is expected");
        }
        return JsonValue.scalar(JsonValue.Kind.NUMBER, this, start);
    }

    private int digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at - start;
    }

    private JsonValue word(String word, JsonValue.Kind kind) {
        int start = at;
        if (!text.startsWith(word, at)) {
            throw error("a value is expected");
        }
        at += word.length();
        return JsonValue.scalar(kind, this, start);
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw error("the JSON ends too early");
        }
        return text.charAt(at);
    }

    private JsonException error(String what) {
        return new JsonException(what, at);
    }

    /** The characters of a valid string. Escapes become the bytes of their UTF-8 form. */
    static String unescaped(String text, int start, int end) {
        int escape = text.indexOf('\\', start);
        if (escape < 0 || escape >= end) {
            return text.substring(start, end);
        }
        StringBuilder out = new StringBuilder(end - start);
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            c = text.charAt(++i);
            switch (c) {
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'u' -> i = unicode(out, text, i + 1, end);
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    /**
     * Appends the character of an escape, or of two if they are a surrogate pair. Returns the index of its last
     * character.
     */
    private static int unicode(StringBuilder out, String text, int hex, int end) {
        StringBuilder units = new StringBuilder(2).append(unit(text, hex));
        int last = hex + 3;
        if (Character.isHighSurrogate(units.charAt(0)) && last + 6 < end && text.startsWith("\\u", last + 1)) {
            char low = unit(text, last + 3);
            if (Character.isLowSurrogate(low)) {
                units.append(low);
                last += 6;
            }
        }
        String character = units.length() == 1 && Character.isSurrogate(units.charAt(0)) ? "\uFFFD" : units.toString();
        out.append(new String(character.getBytes(UTF_8), ISO_8859_1));
        return last;
    }

    private static char unit(String text, int hex) {
        return (char) Integer.parseInt(text.substring(hex, hex + 4), 16);
    }
}
