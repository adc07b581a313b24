// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.Param.ParamFormat;
import io.kguard.event.ParamType;
import io.kguard.internal.machine.Utf8;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values of fields in {@code output_fields}. */
final class FieldJson {
    /** Times of events: strings in text, but numbers in JSON. */
    private static final Set<String> EVENT_TIME =
            Set.of("evt.time", "evt.time.s", "evt.time.iso8601", "evt.datetime", "evt.datetime.s", "evt.outputtime");

    /** Numbers that are padded in text, but not in JSON. */
    private static final Set<String> PLAIN_NUMBERS =
            Set.of("evt.rawtime.ns", "evt.reltime", "evt.reltime.ns", "evt.latency.ns", "evt.deltatime.ns");

    private FieldJson() {}

    /** A string, a Long, a BigInteger above Long's range, a Double, a Boolean, a list of these, or null. */
    static @Nullable Object value(Field field, EventContext context) {
        String name = field.definition().name();
        if (EVENT_TIME.contains(name)) {
            return context.event().timestamp();
        }
        if (field.isRaw()) {
            return RawArguments.json(field, context);
        }
        if (!FieldText.isShown(field) || !field.load(context)) {
            return null;
        }
        ParamType type = field.type();
        ParamFormat format = PLAIN_NUMBERS.contains(name)
                ? ParamFormat.DEC
                : field.definition().format();
        if (field.isList()) {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < context.list().size(); i++) {
                values.add(
                        type.kind() == ParamType.Kind.TEXT
                                ? Utf8.field(context.list().text(i))
                                : number(type, format, context.list().number(i)));
            }
            return values;
        }
        return switch (type.kind()) {
            case SIGNED, UNSIGNED -> number(type, format, context.number());
            case DOUBLE -> format == ParamFormat.DEC ? (Object) (long) context.real() : (Object) context.real();
            default -> {
                StringBuilder text = new StringBuilder();
                FieldText.append(text, field, type, format, context);
                yield Utf8.field(text);
            }
        };
    }

    static Object number(ParamType type, ParamFormat format, long number) {
        if (type == ParamType.BOOL) {
            return number != 0;
        }
        return switch (format) {
            case HEX, OCT, PADDED_DEC -> {
                StringBuilder text = new StringBuilder();
                FieldText.appendNumber(text, type, format, number);
                yield text.toString();
            }
            case NA, DEC, ID, DIR ->
                number >= 0 || type.kind() == ParamType.Kind.SIGNED
                        ? (Object) number
                        : (Object) new BigInteger(Long.toUnsignedString(number));
        };
    }
}
