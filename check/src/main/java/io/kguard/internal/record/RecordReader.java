// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.record;

import io.kguard.event.JsonValue;
import io.kguard.event.JsonValue.Kind;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a record, and what it is made of, from JSON. */
final class RecordReader {
    private RecordReader() {}

    /**
     * Reads a record.
     *
     * @param type a record, or a sealed interface of records
     */
    static Object record(JsonValue json, Class<?> type) {
        RecordShape shape = RecordShape.of(type.isSealed() ? ofKind(json, type) : type);
        expect(json, Kind.OBJECT);
        if (!shape.kind().isEmpty() && !shape.kind().equals(Scalars.text(member(json, RecordShape.KIND)))) {
            throw new IllegalArgumentException("a " + shape.kind() + " is expected");
        }
        int members = shape.components().size() + (shape.kind().isEmpty() ? 0 : 1);
        if (json.size() != members) {
            throw new IllegalArgumentException(
                    shape.type().getSimpleName() + " has " + members + " members, not " + json.size());
        }
        List<@Nullable Object> values = new ArrayList<>();
        for (RecordComponent component : shape.components()) {
            values.add(component(json, component));
        }
        return shape.make(values.toArray());
    }

    private static Class<?> ofKind(JsonValue json, Class<?> type) {
        String kind = Scalars.text(member(json, RecordShape.KIND));
        return Arrays.stream(type.getPermittedSubclasses())
                .filter(one -> one.getSimpleName().equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no " + type.getSimpleName() + " of the kind \"" + kind + "\""));
    }

    private static @Nullable Object component(JsonValue json, RecordComponent component) {
        JsonValue member = member(json, component.getName());
        try {
            return value(member, component.getAnnotatedType());
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(component.getName() + ": " + e.getMessage(), e);
        }
    }

    private static JsonValue member(JsonValue json, String name) {
        JsonValue member = json.kind() == Kind.OBJECT ? json.get(name) : null;
        if (member == null) {
            throw new IllegalArgumentException("there is no member \"" + name + "\"");
        }
        return member;
    }

    private static @Nullable Object value(JsonValue json, AnnotatedType annotated) {
        Class<?> type = raw(annotated.getType());
        if (type == Optional.class) {
            return json.kind() == Kind.NULL ? Optional.empty() : Optional.of(present(json, argument(annotated, 0)));
        } else if (json.kind() == Kind.NULL && annotated.isAnnotationPresent(Nullable.class)) {
            return null;
        } else if (type == List.class) {
            return elements(json, annotated);
        } else if (type == Set.class) {
            return new LinkedHashSet<>(elements(json, annotated));
        } else if (type == Map.class) {
            return map(json, annotated);
        } else if (type.isEnum()) {
            return constant(Scalars.text(json), type);
        } else if (type.isRecord() || type.isSealed()) {
            return record(json, type);
        }
        ValueKind<Object> kind = ValueKind.of(type);
        if (kind == null) {
            throw new IllegalArgumentException("a record can't have a value of " + type + " here");
        }
        return kind.reader().apply(json);
    }

    private static Object present(JsonValue json, AnnotatedType type) {
        Object value = value(json, type);
        if (value == null) {
            throw new IllegalArgumentException("a value is expected");
        }
        return value;
    }

    private static List<@Nullable Object> elements(JsonValue json, AnnotatedType list) {
        expect(json, Kind.ARRAY);
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = 0; i < json.size(); i++) {
            elements.add(value(json.element(i), argument(list, 0)));
        }
        return elements;
    }

    private static Map<Object, @Nullable Object> map(JsonValue json, AnnotatedType map) {
        expect(json, Kind.OBJECT);
        Class<?> keys = raw(argument(map, 0).getType());
        Map<Object, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = 0; i < json.size(); i++) {
            String key = Scalars.text(json.key(i));
            values.put(keys.isEnum() ? constant(key, keys) : key, value(json.element(i), argument(map, 1)));
        }
        return values;
    }

    private static Object constant(String name, Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> ((Enum<?>) constant).name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("there is no " + type.getSimpleName() + " \"" + name + "\""));
    }

    private static void expect(JsonValue json, Kind kind) {
        if (json.kind() != kind) {
            throw new IllegalArgumentException(kind + " is expected, not " + json.kind());
        }
    }

    private static AnnotatedType argument(AnnotatedType type, int index) {
        return ((AnnotatedParameterizedType) type).getAnnotatedActualTypeArguments()[index];
    }

    private static Class<?> raw(Type type) {
        return (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
    }
}
