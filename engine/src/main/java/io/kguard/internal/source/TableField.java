// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.event.IpAddress;
import io.kguard.event.JsonValue;
import io.kguard.event.ParamType;
import io.kguard.internal.source.SourceField.Extraction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A field of a user's table.
 *
 * @param name its name
 * @param at where its value is
 * @param type the type of its value, or of the elements of its list
 * @param each where the value is in each element of the array at the place; null if the field is no list
 * @param argument the argument it takes: a key of the object at the place, or an index of the array there
 * @param description what it holds
 * @param nothing strings that stand for no value, Latin-1
 */
record TableField(
        String name,
        JsonPointer at,
        ParamType type,
        @Nullable JsonPointer each,
        SourceField.Argument argument,
        String description,
        Set<String> nothing) {
    TableField {
        nothing = Set.copyOf(nothing);
    }

    /** The types that a field can have. */
    static final List<ParamType> TYPES =
            List.of(ParamType.CHARBUF, ParamType.UINT64, ParamType.BOOL, ParamType.IPADDR, ParamType.IPNET);

    boolean isList() {
        return each != null;
    }

    SourceField field() {
        return new SourceField(
                name, type, isList(), argument, SourceField.Lack.NONE, description, new Extraction.Parts(this::values));
    }

    /** The values in a document. What is JSON's null, or stands for no value, is none. */
    private List<JsonValue> values(JsonValue document, @Nullable String given) {
        JsonValue value = at.find(document);
        if (value != null && given != null) {
            value = JsonPointer.member(value, given);
        }
        if (value == null) {
            return List.of();
        }
        if (each == null) {
            return isNothing(value) ? List.of() : List.of(value);
        }
        List<JsonValue> values = new ArrayList<>();
        for (int i = 0; i < (value.kind() == JsonValue.Kind.ARRAY ? value.size() : 0); i++) {
            JsonValue one = each.find(value.element(i));
            if (one != null && !isNothing(one)) {
                values.add(one);
            }
        }
        return values;
    }

    private boolean isNothing(JsonValue value) {
        return value.kind() == JsonValue.Kind.NULL
                || value.kind() == JsonValue.Kind.STRING && nothing.contains(value.text());
    }

    /**
     * Checks that the values of a document are of the type. With another value a rule would stay silent, and nobody would know.
     *
     * @throws SourceEventException if one is not
     */
    void check(JsonValue document) {
        JsonValue all = at.find(document);
        if (isList() && !argument.key() && !argument.index() && all != null && all.kind() != JsonValue.Kind.ARRAY) {
            throw new SourceEventException(wrong(all) + "; the field " + name + " is a list");
        }
        if (argument.key() || argument.index() || type == ParamType.CHARBUF) {
            return;
        }
        for (JsonValue value : values(document, null)) {
            if (!fits(type, value)) {
                throw new SourceEventException(
                        wrong(value) + "; the field " + name + " has the type " + SourceField.nameOf(type));
            }
        }
    }

    private String wrong(JsonValue value) {
        String shown = value.toString();
        return "the value at " + at + " is " + (shown.length() > 60 ? shown.substring(0, 60) + "..." : shown);
    }

    private static boolean fits(ParamType type, JsonValue value) {
        return switch (type) {
            case UINT64 -> JsonScalar.number(value) != null;
            case BOOL -> JsonScalar.flag(value) != null;
            case IPADDR, IPNET -> IpAddress.parse(value.text()) != null;
            default -> true;
        };
    }
}
