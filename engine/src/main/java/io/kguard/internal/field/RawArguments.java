// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.Event;
import io.kguard.event.Param;
import io.kguard.event.ParamType;
import io.kguard.event.ParamType.Kind;
import io.kguard.internal.machine.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * The field {@code evt.rawarg} in outputs: the type is that of the current event's parameter, which may differ from the
 * type for comparisons.
 */
final class RawArguments {
    private RawArguments() {}

    /** Appends the value. Returns false if the event has no such parameter. */
    static boolean append(StringBuilder out, Field field, EventContext context) {
        Event event = context.event();
        int index = index(field, event);
        if (index < 0) {
            return false;
        }
        Param param = event.type().param(index);
        Kind kind = param.type().kind();
        if (isNumber(kind)) {
            FieldText.appendNumber(out, param.type(), param.format(), event.number(index));
        } else if (kind == Kind.TEXT) {
            out.append(event.text(index));
        } else if (param.type() == ParamType.BYTEBUF) {
            FieldText.appendPrintable(out, event.bytes(index));
        } else {
            return false; // addresses and lists have no raw text
        }
        return true;
    }

    /** The value for JSON, or null if the event has no such parameter. */
    static @Nullable Object json(Field field, EventContext context) {
        Event event = context.event();
        int index = index(field, event);
        if (index < 0) {
            return null;
        }
        Param param = event.type().param(index);
        if (isNumber(param.type().kind())) {
            return FieldJson.number(param.type(), param.format(), event.number(index));
        }
        StringBuilder text = new StringBuilder();
        return append(text, field, context) ? Utf8.field(text) : null;
    }

    private static boolean isNumber(Kind kind) {
        return kind == Kind.SIGNED || kind == Kind.UNSIGNED;
    }

    private static int index(Field field, Event event) {
        String name = field.argument();
        int index = name == null ? -1 : event.type().indexOf(name);
        return index >= 0 && event.has(index) ? index : -1;
    }
}
