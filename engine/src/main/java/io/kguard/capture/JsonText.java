package io.kguard.capture;

import io.kguard.event.JsonString;
import java.util.Map;

/** Writes JSON whose strings are Latin-1, one {@code char} per byte. */
final class JsonText {
    private final StringBuilder out = new StringBuilder();

    JsonText open() {
        separate();
        out.append('{');
        return this;
    }

    JsonText close() {
        out.append('}');
        return this;
    }

    JsonText key(String key) {
        separate();
        JsonString.append(out, key);
        out.append(':');
        return this;
    }

    JsonText text(String key, String value) {
        key(key);
        JsonString.append(out, value);
        return this;
    }

    JsonText value(String key, Object value) {
        key(key);
        out.append(value);
        return this;
    }

    JsonText texts(String key, Map<String, String> values) {
        key(key).open();
        values.forEach(this::text);
        return close();
    }

    private void separate() {
        char last = out.isEmpty() ? '{' : out.charAt(out.length() - 1);
        if (last != '{' && last != ':') {
            out.append(',');
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
