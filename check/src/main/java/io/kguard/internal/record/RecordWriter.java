// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.record;

import io.kguard.event.JsonWriter;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes a record, and what it is made of, as JSON. */
final class RecordWriter {
    private RecordWriter() {}

    static void write(JsonWriter json, @Nullable Object value) {
        if (value == null) {
            json.tree(null);
        } else if (value instanceof Optional<?> optional) {
            write(json, optional.orElse(null));
        } else if (value instanceof Collection<?> elements) {
            json.array();
            elements.forEach(element -> write(json, element));
            json.end();
        } else if (value instanceof Map<?, ?> map) {
            json.object();
            map.forEach((key, element) -> write(json.key(key(key)), element));
            json.end();
        } else if (value instanceof Enum<?> constant) {
            json.value(constant.name());
        } else if (value instanceof Record) {
            record(json, value);
        } else {
            scalar(json, value);
        }
    }

    private static String key(Object key) {
        if (key instanceof String text) {
            return text;
        } else if (key instanceof Enum<?> constant) {
            return constant.name();
        }
        throw unknown(key);
    }

    private static void record(JsonWriter json, Object value) {
        RecordShape shape = RecordShape.of(value.getClass());
        json.object();
        if (!shape.kind().isEmpty()) {
            json.member(RecordShape.KIND, shape.kind());
        }
        for (RecordComponent component : shape.components()) {
            write(json.key(component.getName()), RecordShape.value(component, value));
        }
        json.end();
    }

    private static void scalar(JsonWriter json, Object value) {
        ValueKind<Object> kind = ValueKind.of(value.getClass());
        if (kind == null) {
            throw unknown(value);
        }
        kind.writer().accept(json, value);
    }

    private static IllegalArgumentException unknown(Object value) {
        return new IllegalArgumentException("a record can't have a value of " + value.getClass() + " here");
    }
}
