// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.Event;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.event.Param;
import io.kguard.event.ParamType;
import io.kguard.internal.field.Bindings.Bound;
import io.kguard.internal.field.FieldException.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields {@code evt.arg}, {@code evt.rawarg}, {@code evt.args} and others that show parameters. */
final class EventArguments {
    private EventArguments() {}

    static void addTo(Bindings bindings) {
        FalcoVersion version = bindings.version();
        bindings.bind("evt.arg", (definition, argument) -> new Bound(definition, argument(version, argument)));
        bindings.bind("evt.rawarg", (definition, argument) -> raw(version, definition, argument));
        bindings.text("evt.args", EventContext::arguments);
        EventParams data = EventParams.of(version, "data");
        bindings.text("evt.buffer", context -> {
            int index = data.in(context.event());
            return index < 0 ? null : context.event().bytes(index);
        });
    }

    private static Loader argument(FalcoVersion version, @Nullable String argument) {
        if (argument == null) {
            throw ArgumentReader.missing("evt.arg");
        }
        if (isNumber(argument)) {
            int index = number(argument);
            return context -> index >= 0 && context.event().has(index) && context.found(context.argument(index));
        }
        requireName(argument);
        EventParams params = EventParams.of(version, argument);
        return context -> {
            int index = params.in(context.event());
            return index >= 0 && context.found(context.argument(index));
        };
    }

    /** An argument in brackets that is not a number looks like a dotted one here: its name must exist. */
    private static void requireName(String argument) {
        for (FalcoVersion version : List.of(FalcoVersion.CURRENT, FalcoVersion.V0_40)) {
            if (EventTable.of(version).types().stream().anyMatch(type -> type.indexOf(argument) >= 0)) {
                return;
            }
        }
        throw new FieldException(Reason.ARGUMENT, argument + " is not a valid number");
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && "+-0123456789".indexOf(text.charAt(0)) >= 0;
    }

    static int number(String text) {
        try {
            return (int) Decimal.signed(text);
        } catch (NumberFormatException e) {
            throw new FieldException(Reason.ARGUMENT, text + " is not a valid number");
        }
    }

    private static Bound raw(FalcoVersion version, FieldDefinition definition, @Nullable String argument) {
        if (argument == null) {
            throw ArgumentReader.missing("evt.rawarg");
        }
        Param first = first(version, argument);
        EventParams params = EventParams.of(version, argument);
        boolean emptyIsMissing = version.atLeast(FalcoVersion.V0_42);
        return new Bound(definition.withType(first.type(), first.format()), context -> {
            Event event = context.event();
            int index = params.in(event);
            boolean missing = index < 0 || emptyIsMissing && event.valueLength(index) == 0 && !isText(event, index);
            return !missing && (isOpaque(first.type()) || raw(context, event, index, first.type()));
        });
    }

    /** The parameter with a name in the first event type that has one, which determines the field's type. */
    private static Param first(FalcoVersion version, String name) {
        for (EventType type : EventTable.of(version).types()) {
            int index = type.indexOf(name);
            if (index >= 0) {
                return type.param(index);
            }
        }
        throw new FieldException(Reason.ARGUMENT, "unknown event argument " + name);
    }

    /** Whether a parameter without bytes has the value {@code <NA>}. */
    private static boolean isText(Event event, int index) {
        return event.type().param(index).type().kind() == ParamType.Kind.TEXT;
    }

    /** Whether values of a type compare with nothing: they only exist. */
    private static boolean isOpaque(ParamType type) {
        return type.kind() == ParamType.Kind.BYTES && type != ParamType.BYTEBUF;
    }

    /** Loads a raw value. A number in one event may be a string in another, but not vice versa. */
    private static boolean raw(EventContext context, Event event, int index, ParamType fieldType) {
        ParamType type = event.type().param(index).type();
        return switch (type.kind()) {
            case SIGNED, UNSIGNED ->
                isInteger(fieldType) && event.valueLength(index) > 0 && context.found(event.number(index), type);
            case TEXT ->
                (isInteger(fieldType) || fieldType.kind() == ParamType.Kind.TEXT)
                        && context.found(event.text(index), type);
            case BYTES ->
                (isInteger(fieldType) || fieldType.kind() == ParamType.Kind.BYTES)
                        && context.found(event.bytes(index), type);
            case DOUBLE, ADDRESS, NET -> false;
        };
    }

    private static boolean isInteger(ParamType type) {
        return type.kind() == ParamType.Kind.SIGNED || type.kind() == ParamType.Kind.UNSIGNED;
    }
}
