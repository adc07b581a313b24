package io.kguard.verify;

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
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
