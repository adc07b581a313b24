// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.kguard.event.ParamType;
import io.kguard.event.ParamType.Kind;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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

    /** The transformer with a name, or null if unknown. */
    public static @Nullable Transformer of(String word) {
        for (Transformer transformer : values()) {
            if (transformer.word.equals(word)) {
                return transformer;
            }
        }
        return null;
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

    /**
     * Replaces the loaded value in a context by its transformation.
     *
     * @param type the value's type
     * @param list whether the value is a list
     * @return false if there is no result
     */
    public boolean apply(EventContext context, ParamType type, boolean list) {
        if (this == VAL) {
            return true;
        }
        if (this == LEN) {
            return context.found((long) (list ? context.list().size() : length(context.text(), type)));
        }
        if (!list) {
            return context.found(transform(context.text()));
        }
        return context.list().replaceAll(this::transform);
    }

    private static int length(String text, ParamType type) {
        int end = type == ParamType.BYTEBUF ? -1 : text.indexOf(0);
        return end < 0 ? text.length() : end;
    }

    private @Nullable String transform(String text) {
        return switch (this) {
            case TOLOWER -> mapped(text, 'A', 'Z', 32);
            case TOUPPER -> mapped(text, 'a', 'z', -32);
            case BASENAME -> text.substring(text.lastIndexOf('/') + 1);
            case B64 -> decoded(text);
            case LEN, VAL, JOIN, CONCAT, GETOPT -> text;
        };
    }

    private static String mapped(String text, char first, char last, int distance) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= first && text.charAt(i) <= last) {
                char[] chars = text.toCharArray();
                for (; i < chars.length; i++) {
                    if (chars[i] >= first && chars[i] <= last) {
                        chars[i] = (char) (chars[i] + distance);
                    }
                }
                return new String(chars);
            }
        }
        return text;
    }

    private static @Nullable String decoded(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == 0) {
            end--;
        }
        String digits = text.substring(0, end);
        if (digits.endsWith("=")) {
            digits = digits.substring(0, digits.length() - (digits.endsWith("==") ? 2 : 1));
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(digits.getBytes(ISO_8859_1));
            // Java ignores the unused bits of the last digit; Falco accepts only zeros
            boolean whole =
                    Base64.getEncoder().withoutPadding().encodeToString(bytes).equals(digits);
            return whole ? new String(bytes, ISO_8859_1) : null;
        } catch (IllegalArgumentException e) {
            return null; // not base64: the value is missing
        }
    }
}
