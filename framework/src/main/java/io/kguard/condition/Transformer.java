package io.kguard.condition;

import java.util.Locale;

/** Functions on the values of fields. */
public enum Transformer {
    TOLOWER(false),
    TOUPPER(false),
    /** Decodes base64. */
    B64(false),
    BASENAME(false),
    LEN(false),
    /** Marks a field on the right side of an operator. */
    VAL(false),
    JOIN(true),
    CONCAT(true),
    GETOPT(true);

    private final boolean current;

    Transformer(boolean current) {
        this.current = current;
    }

    /** Whether only {@link io.kguard.event.FalcoVersion#CURRENT} knows it. */
    public boolean isCurrentOnly() {
        return current;
    }

    /** What it does to a loaded value; only for those that take a single argument. */
    io.kguard.field.Transformer function() {
        return io.kguard.field.Transformer.valueOf(name());
    }

    /** As it is written. */
    public String symbol() {
        return name().toLowerCase(Locale.ROOT);
    }
}
