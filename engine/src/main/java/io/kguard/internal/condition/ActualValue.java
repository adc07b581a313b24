// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.event.ParamType;
import io.kguard.internal.field.EventContext;
import io.kguard.internal.field.Field;
import io.kguard.internal.field.Quantifier;
import io.kguard.internal.field.Reader;
import io.kguard.internal.field.Texts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The value that a check read, formatted for messages. */
final class ActualValue {
    private static final int LONGEST = 400;

    private ActualValue() {}

    /** The value, or null if missing. */
    static @Nullable String of(TypedCheck check, EventContext context) {
        Reader reader = check.reader();
        String value = reader.quantifier() == Quantifier.ONE
                ? load(reader, context)
                : all(((Reader.Plain) reader).field(), context);
        if (value != null && check instanceof TypedCheck.Pair pair) {
            String right = load(pair.right(), context);
            value = value + " and " + (right == null ? "no value" : right);
        }
        return value == null || value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "...";
    }

    private static @Nullable String all(Field field, EventContext context) {
        int count = field.count(context);
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(field.load(context, i) ? text(field.type(), context) : "no value");
        }
        return values.isEmpty() ? null : String.join(", ", values);
    }

    private static @Nullable String load(Reader reader, EventContext context) {
        if (!reader.load(context)) {
            return null;
        }
        if (!reader.isList()) {
            return text(reader.type(), context);
        }
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < context.list().size(); i++) {
            elements.add(
                    ValuePredicate.isText(reader.type())
                            ? shown(context.list().text(i))
                            : number(context.list().number(i), reader.type()));
        }
        return "(" + String.join(", ", elements) + ")";
    }

    private static String text(ParamType type, EventContext context) {
        return switch (type.kind()) {
            case TEXT, BYTES -> shown(context.text());
            case SIGNED, UNSIGNED -> number(context.number(), type);
            case DOUBLE -> Double.toString(context.real());
            case ADDRESS, NET -> address(context);
        };
    }

    private static String number(long number, ParamType type) {
        if (type == ParamType.BOOL) {
            return number == 0 ? "false" : "true";
        }
        return type.kind() == ParamType.Kind.SIGNED ? Long.toString(number) : Long.toUnsignedString(number);
    }

    private static String shown(String bytes) {
        if (bytes.isEmpty()) {
            return "\"\"";
        }
        StringBuilder shown = new StringBuilder();
        Texts.toText(bytes).codePoints().forEach(c -> {
            if (Character.isISOControl(c)) {
                shown.append(String.format("\\x%02x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    private static String address(EventContext context) {
        long low = context.addressLow();
        if (context.addressFamily() == 4) {
            return (low >> 24 & 255) + "." + (low >> 16 & 255) + "." + (low >> 8 & 255) + "." + (low & 255);
        }
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            long half = i < 4 ? context.addressHigh() : low;
            words.add(Long.toHexString(half >> 16 * (3 - i % 4) & 0xffff));
        }
        return String.join(":", words);
    }
}
