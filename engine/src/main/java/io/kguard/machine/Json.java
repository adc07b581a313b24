package io.kguard.machine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON whose text is Latin-1, one {@code char} per byte, into maps, lists, strings, {@code Long}, {@code Double},
 * {@code Boolean} and null. Strings stay Latin-1: what is escaped becomes the bytes of its UTF-8 form.
 */
public final class Json {
    private static final int DEEPEST = 64;

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /**
     * The value of a text.
     *
     * @throws IllegalArgumentException if it is not JSON, with what is wrong at which byte
     */
    public static @Nullable Object parse(String text) {
        Json json = new Json(text);
        Object value = json.value(0);
        json.space();
        if (json.at < text.length()) {
            throw json.error("the value has ended");
        }
        return value;
    }

    private @Nullable Object value(int depth) {
        if (depth > DEEPEST) {
            throw error("more than " + DEEPEST + " levels");
        }
        space();
        char c = peek();
        return switch (c) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object(int depth) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        at++;
        space();
        if (peek() == '}') {
            at++;
            return object;
        }
        while (true) {
            space();
            if (peek() != '"') {
                throw error("a key in quotes is expected");
            }
            String key = string();
            space();
            if (peek() != ':') {
                throw error("a colon is expected");
            }
            at++;
            object.put(key, value(depth + 1));
            if (isLast('}')) {
                return object;
            }
        }
    }

    private List<@Nullable Object> array(int depth) {
        List<@Nullable Object> array = new ArrayList<>();
        at++;
        space();
        if (peek() == ']') {
            at++;
            return array;
        }
        while (true) {
            array.add(value(depth + 1));
            if (isLast(']')) {
                return array;
            }
        }
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

    private String string() {
        int start = ++at;
        while (peek() != '"') {
            if (peek() == '\\') {
                return escapedString(start);
            }
            at++;
        }
        return text.substring(start, at++);
    }

    private String escapedString(int start) {
        StringBuilder out = new StringBuilder(text.substring(start, at));
        while (peek() != '"') {
            char c = text.charAt(at++);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char escaped = peek();
            at++;
            switch (escaped) {
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'u' -> unicode(out);
                case '"', '\\', '/' -> out.append(escaped);
                default -> throw error("\\" + escaped + " is no escape");
            }
        }
        at++;
        return out.toString();
    }

    private void unicode(StringBuilder out) {
        StringBuilder units = new StringBuilder(2).append(hex());
        if (Character.isHighSurrogate(units.charAt(0)) && text.startsWith("\\u", at)) {
            at += 2;
            units.append(hex());
        }
        out.append(new String(units.toString().getBytes(UTF_8), ISO_8859_1));
    }

    private char hex() {
        if (at + 4 > text.length()) {
            throw error("the text ends within an escape");
        }
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(text.charAt(at + i), 16);
            if (digit < 0) {
                throw error("four hexadecimal digits are expected");
            }
            value = value << 4 | digit;
        }
        at += 4;
        return (char) value;
    }

    private Object number() {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(start, at);
        try {
            return number.chars().allMatch(c -> c == '-' || c >= '0' && c <= '9')
                    ? (Object) Long.parseLong(number)
                    : (Object) Double.parseDouble(number);
        } catch (NumberFormatException e) {
            at = start;
            throw error("a value is expected");
        }
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw error("a value is expected");
        }
        at += word.length();
        return value;
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw error("the text ends too early");
        }
        return text.charAt(at);
    }

    private IllegalArgumentException error(String what) {
        return new IllegalArgumentException("no JSON: " + what + " at byte " + at);
    }
}
