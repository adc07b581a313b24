// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.record;

import io.kguard.event.JsonValue;
import io.kguard.event.JsonValue.Kind;
import io.kguard.internal.record.RecordJson.Written;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record, and what it is made of, from JSON.
 *
 * @param report whether it is one for users: as {@link Written} says, perhaps of another version, which has more members
 */
record RecordReader(boolean report) {
    /**
     * Reads a record.
     *
     * @param type a record, or a sealed interface of records
     */
    Object record(JsonValue json, Class<?> type) {
        RecordShape shape = RecordShape.of(type.isSealed() ? ofKind(json, type) : type);
        expect(json, Kind.OBJECT, "an object");
        if (report) {
            requireOnce(json);
        }
        if (!shape.kind().isEmpty() && !shape.kind().equals(Scalars.text(member(json, RecordShape.KIND)))) {
            throw new RecordException("a " + shape.kind() + " is expected");
        }
        Object record = members(json, shape);
        int members = shape.components().size() + (shape.kind().isEmpty() ? 0 : 1);
        if (!report && json.size() != members) {
            throw new RecordException(
                    shape.type().getSimpleName() + " has " + members + " members, not " + json.size());
        }
        return record;
    }

    private Object members(JsonValue json, RecordShape shape) {
        List<@Nullable Object> values = new ArrayList<>();
        for (RecordComponent component : shape.components()) {
            Written how = report ? component.getAnnotation(Written.class) : null;
            values.add(how != null && how.inline() ? inline(json, component) : component(json, component));
        }
        return shape.make(values.toArray());
    }

    /** One that may be absent is if its first component is. */
    private Object inline(JsonValue json, RecordComponent component) {
        if (component.getType() != Optional.class) {
            return members(json, RecordShape.of(component.getType()));
        }
        RecordShape shape =
                RecordShape.of(raw(argument(component.getAnnotatedType(), 0).getType()));
        return json.get(shape.components().get(0).getName()) == null
                ? Optional.empty()
                : Optional.of(members(json, shape));
    }

    /** A member that is there twice has two meanings. */
    private static void requireOnce(JsonValue json) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < json.size(); i++) {
            if (!names.add(json.key(i))) {
                throw new RecordException(Scalars.text(json.key(i)), "it is there twice", null);
            }
        }
    }

    private static Class<?> ofKind(JsonValue json, Class<?> type) {
        String kind = Scalars.text(member(json, RecordShape.KIND));
        return Arrays.stream(type.getPermittedSubclasses())
                .filter(one -> one.getSimpleName().equals(kind))
                .findFirst()
                .orElseThrow(() ->
                        new RecordException("there is no " + type.getSimpleName() + " of the kind \"" + kind + "\""));
    }

    private @Nullable Object component(JsonValue json, RecordComponent component) {
        if (report && component.getType() == Optional.class && json.get(component.getName()) == null) {
            return Optional.empty();
        }
        JsonValue member = member(json, component.getName());
        return in(component.getName(), member, component.getAnnotatedType());
    }

    private static JsonValue member(JsonValue json, String name) {
        JsonValue member = json.kind() == Kind.OBJECT ? json.get(name) : null;
        if (member == null) {
            throw new RecordException(name, "it is missing", null);
        }
        return member;
    }

    /** The value in a member or an element; what is wrong with it is said with its place. */
    private @Nullable Object in(String place, JsonValue json, AnnotatedType type) {
        try {
            return value(json, type);
        } catch (RecordException e) {
            throw e.in(place);
        } catch (DateTimeException | ArithmeticException e) {
            throw new RecordException(place, String.valueOf(e.getMessage()), e);
        }
    }

    private @Nullable Object value(JsonValue json, AnnotatedType annotated) {
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
            throw new RecordException("a record can't have a value of " + type + " here");
        }
        if (report && type.isPrimitive() && type != boolean.class) {
            Scalars.requireFromZero(json, type != double.class);
        }
        return kind.reader().apply(json);
    }

    private Object present(JsonValue json, AnnotatedType type) {
        Object value = value(json, type);
        if (value == null) {
            throw new RecordException("it must be a value");
        }
        return value;
    }

    private List<@Nullable Object> elements(JsonValue json, AnnotatedType list) {
        expect(json, Kind.ARRAY, "a list");
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = 0; i < json.size(); i++) {
            elements.add(in("[" + i + "]", json.element(i), argument(list, 0)));
        }
        return elements;
    }

    private Map<Object, @Nullable Object> map(JsonValue json, AnnotatedType map) {
        expect(json, Kind.OBJECT, "an object");
        Class<?> keys = raw(argument(map, 0).getType());
        Map<Object, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = 0; i < json.size(); i++) {
            String key = Scalars.text(json.key(i));
            values.put(keys.isEnum() ? constant(key, keys) : key, in(key, json.element(i), argument(map, 1)));
        }
        return values;
    }

    private Object constant(String name, Class<?> type) {
        List<Object> constants = List.of(type.getEnumConstants());
        return constants.stream()
                .filter(constant -> word(constant).equals(name))
                .findFirst()
                .orElseThrow(() -> new RecordException("it is \"" + name + "\", and must be one of "
                        + constants.stream().map(this::word).collect(Collectors.joining(", "))));
    }

    private String word(Object constant) {
        return report ? constant.toString() : ((Enum<?>) constant).name();
    }

    private static void expect(JsonValue json, Kind kind, String what) {
        if (json.kind() != kind) {
            throw new RecordException("it must be " + what);
        }
    }

    private static AnnotatedType argument(AnnotatedType type, int index) {
        return ((AnnotatedParameterizedType) type).getAnnotatedActualTypeArguments()[index];
    }

    private static Class<?> raw(Type type) {
        return (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
    }
}
