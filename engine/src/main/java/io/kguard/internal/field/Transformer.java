// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.ParamType;
import io.kguard.event.ParamType.Kind;
import java.util.Locale;

/** A function that a rule can apply to fields: {@code tolower(proc.name)}. */
public enum Transformer {
    /** ASCII letters to lower case. */
    TOLOWER,
    /** ASCII letters to upper case. */
    TOUPPER,
    /** Decodes base64. A value that is not base64 has no result. */
    B64,
    /** The part after the last slash. */
    BASENAME,
    /** The number of bytes, or of a list's elements. */
    LEN,
    /** The value itself; only on right-hand sides. */
    VAL,
    /** The elements of a list, joined by a separator. */
    JOIN,
    /** Concatenated strings. */
    CONCAT,
    /** The options in a list of arguments, each followed by its value, or the value of one. */
    GETOPT;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The name in rules. */
    public String word() {
        return word;
    }

    /** Whether it has several arguments; only {@link io.kguard.event.FalcoVersion#CURRENT} knows these. */
    public boolean isFunction() {
        return this == JOIN || this == CONCAT || this == GETOPT;
    }

    /** Whether it can be applied to values of a type, single or in a list. */
    public boolean accepts(ParamType type, boolean list) {
        return switch (this) {
            case VAL -> true;
            case JOIN, CONCAT, GETOPT -> false;
            case B64 -> type == ParamType.CHARBUF || type == ParamType.BYTEBUF;
            case LEN -> list || type.kind() == Kind.TEXT || type == ParamType.BYTEBUF;
            case TOLOWER, TOUPPER, BASENAME -> type.kind() == Kind.TEXT;
        };
    }

    /** The type of its result. */
    public ParamType resultType(ParamType type) {
        return this == LEN ? ParamType.UINT64 : type;
    }

    /** Whether its result is a list. */
    public boolean resultIsList(boolean list) {
        return list && this != LEN;
    }
}
