// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.kguard.event.ParamType;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A transformed value. */
public record Transformed(Reader inner, Transformer transformer) implements Reader {
    @Override
    public ParamType type() {
        return transformer.resultType(inner.type());
    }

    @Override
    public boolean isList() {
        return transformer.resultIsList(inner.isList());
    }

    @Override
    public boolean load(EventContext context) {
        return inner.load(context) && apply(context);
    }

    @Override
    public @Nullable FieldDefinition definition() {
        return inner.definition();
    }

    @Override
    public List<Field> fields() {
        return inner.fields();
    }

    @Override
    public String text() {
        return transformer.word() + "(" + inner.text() + ")";
    }

    /** Replaces the loaded value in a context; false if there is no result. */
    boolean apply(EventContext context) {
        if (transformer == Transformer.VAL) {
            return true;
        }
        if (transformer == Transformer.LEN) {
            return context.found((long) (inner.isList() ? context.list().size() : length(context.text())));
        }
        if (!inner.isList()) {
            return context.found(transform(context.text()));
        }
        return context.list().replaceAll(this::transform);
    }

    private int length(String text) {
        int end = inner.type() == ParamType.BYTEBUF ? -1 : text.indexOf(0);
        return end < 0 ? text.length() : end;
    }

    private @Nullable String transform(String text) {
        return switch (transformer) {
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
