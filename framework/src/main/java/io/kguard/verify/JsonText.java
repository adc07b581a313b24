package io.kguard.verify;

import io.kguard.event.JsonString;

/** Writes JSON. */
final class JsonText {
    private final StringBuilder out = new StringBuilder();

    /** Adds what stands between values: braces, brackets, commas, keys. */
    JsonText raw(String text) {
        out.append(text);
        return this;
    }

    JsonText key(String name) {
        return string(name).raw(": ");
    }

    JsonText number(long value) {
        out.append(value);
        return this;
    }

    JsonText string(String value) {
        JsonString.append(out, value);
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
