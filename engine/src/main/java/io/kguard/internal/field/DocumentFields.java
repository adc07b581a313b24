// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.FalcoVersion;
import io.kguard.event.IpAddress;
import io.kguard.event.JsonValue;
import io.kguard.event.Param.ParamFormat;
import io.kguard.event.ParamType;
import io.kguard.internal.field.FieldDefinition.ArgumentRule;
import io.kguard.internal.field.FieldDefinition.FieldFlag;
import io.kguard.internal.source.DocumentSource;
import io.kguard.internal.source.JsonScalar;
import io.kguard.internal.source.SourceField;
import io.kguard.internal.source.SourceField.Extraction;
import io.kguard.internal.source.SourcePlugin;
import io.kguard.internal.source.SourcePlugin.FoundValues;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Binds the fields that the plugin of a source adds. */
final class DocumentFields {
    private static final long NANOS = 1_000_000_000L;

    /** As Falco reads it: a leading 0 stands alone. */
    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,18}");

    private DocumentFields() {}

    static void addTo(Bindings bindings, DocumentSource source) {
        for (SourceField field : source.fields()) {
            Extraction extraction = field.extraction();
            if (extraction != null) {
                bindings.bind(
                        field.name(),
                        (definition, argument) ->
                                new Bindings.Bound(definition, loader(extraction, definition, argument)));
            }
        }
    }

    /** The definition of a field that a source adds. */
    static FieldDefinition definition(SourceField field, Bindings bindings) {
        SourceField.Argument argument = field.argument();
        return new FieldDefinition(
                field.name(),
                field.type(),
                field.list(),
                new ArgumentRule(argument.required(), argument.index(), argument.key(), false),
                ParamFormat.DEC, // of all fields of plugins, so that the length of a string is shown as a number
                switch (field.lack()) {
                    case NONE -> Set.of();
                    case ALWAYS_EMPTY -> Set.of(FieldFlag.ALWAYS_EMPTY);
                    case LOOKED_FOR_BY_ANOTHER_NAME -> Set.of(FieldFlag.LOOKED_FOR_BY_ANOTHER_NAME);
                },
                EnumSet.allOf(FalcoVersion.class),
                bindings.get(field.name()) != null);
    }

    private static Loader loader(Extraction extraction, FieldDefinition definition, @Nullable String argument) {
        if (extraction instanceof Extraction.Parts parts) {
            String given = argument != null && definition.argument().index()
                    ? Integer.toString(AuditPath.index(definition, argument))
                    : argument;
            return context -> {
                JsonValue document = context.document();
                return document != null && load(parts.of().apply(document, given), definition, context);
            };
        }
        if (extraction instanceof Extraction.Planned planned) {
            return planned(planned.plugin(), definition, argument);
        }
        int index = argument == null ? Extraction.ALL : AuditPath.index(definition, argument);
        return context -> {
            JsonValue document = context.document();
            return document != null && load(extraction, document, index, context);
        };
    }

    private static boolean load(List<JsonValue> values, FieldDefinition definition, EventContext context) {
        if (!definition.list()) {
            return !values.isEmpty() && load(values.get(0), definition.type(), context);
        }
        ListValue list = context.list().clear();
        for (JsonValue value : values) {
            if (definition.type() == ParamType.UINT64) {
                Long number = JsonScalar.number(value);
                if (number != null) {
                    list.add(number);
                }
            } else {
                list.add(value.text());
            }
        }
        return list.size() > 0;
    }

    private static boolean load(JsonValue value, ParamType type, EventContext context) {
        switch (type) {
            case UINT64 -> {
                Long number = JsonScalar.number(value);
                return number != null && context.found((long) number);
            }
            case BOOL -> {
                Boolean flag = JsonScalar.flag(value);
                return flag != null && context.found((boolean) flag);
            }
            case IPADDR, IPNET -> {
                IpAddress address = IpAddress.parse(value.text());
                return address != null && context.foundAddress(address.isIpv6() ? 6 : 4, address.high(), address.low());
            }
            default -> {
                return context.found(value.text());
            }
        }
    }

    private static Loader planned(SourcePlugin plugin, FieldDefinition definition, @Nullable String argument) {
        ArgumentRule rule = definition.argument();
        if (argument != null
                && rule.index()
                && !rule.key()
                && !INDEX.matcher(argument).matches()) {
            throw new FieldException(
                    FieldException.Reason.ARGUMENT,
                    argument + " is not a valid index of " + definition.name() + "; it counts from 0");
        }
        int place = plugin.plan(definition.name(), argument);
        return context -> load(context.found(plugin, place), definition.list(), context);
    }

    private static boolean load(FoundValues found, boolean list, EventContext context) {
        if (found instanceof FoundValues.Texts texts) {
            if (list) {
                context.list().replaceBy(texts.all());
                return true;
            }
            return context.found(texts.all().get(0));
        } else if (found instanceof FoundValues.Numbers numbers) {
            if (list) {
                context.list().replaceByNumbers(numbers.all());
                return true;
            }
            return context.found((long) numbers.all().get(0));
        } else if (found instanceof FoundValues.Address address) {
            return context.foundAddress(address.family(), address.high(), address.low());
        }
        return false;
    }

    private static boolean load(Extraction extraction, JsonValue document, int index, EventContext context) {
        if (extraction instanceof Extraction.Text text) {
            return context.found(text.of().apply(document));
        } else if (extraction instanceof Extraction.TextAt text) {
            return context.found(text.of().apply(document, index));
        } else if (extraction instanceof Extraction.TextsAt texts) {
            context.list().replaceBy(texts.of().apply(document, index));
            return context.list().size() > 0;
        } else if (extraction instanceof Extraction.Count number) {
            Long value = number.of().apply(document);
            return value != null && context.found((long) value);
        }
        String kind = context.documentSource().repeated(document);
        return kind != null
                && context.found(context.repeats().after(kind, context.event().timestamp() - index * NANOS));
    }
}
