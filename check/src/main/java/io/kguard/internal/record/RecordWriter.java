// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.record;

import io.kguard.event.JsonWriter;
import io.kguard.internal.record.RecordJson.Written;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes a record, and what it is made of, as JSON.
 *
 * @param json what it writes to
 * @param report whether it is for users: as {@link Written} says, without members that have no value, and with words for constants
 */
record RecordWriter(JsonWriter json, boolean report) {
    void write(@Nullable Object value) {
        write(value, 0);
    }

    private void write(@Nullable Object value, int rows) {
        if (value == null) {
            json.tree(null);
        } else if (value instanceof Optional<?> optional) {
            write(optional.orElse(null), rows);
        } else if (value instanceof Collection<?> elements) {
            json.array();
            elements.forEach(element -> {
                line(rows);
                write(element);
            });
            json.end();
        } else if (value instanceof Map<?, ?> map) {
            json.object();
            map.forEach((key, element) -> {
                json.key(key(key));
                write(element);
            });
            json.end();
        } else if (value instanceof Enum<?> constant) {
            json.value(word(constant));
        } else if (value instanceof Record) {
            record(value);
        } else {
            scalar(value);
        }
    }

    private void line(int indent) {
        if (indent > 0) {
            json.line(indent);
        }
    }

    private String key(Object key) {
        if (key instanceof String text) {
            return text;
        } else if (key instanceof Enum<?> constant) {
            return word(constant);
        }
        throw unknown(key);
    }

    private String word(Enum<?> constant) {
        return report ? constant.toString() : constant.name();
    }

    private void record(Object value) {
        RecordShape shape = RecordShape.of(value.getClass());
        json.object();
        if (!shape.kind().isEmpty()) {
            json.member(RecordShape.KIND, shape.kind());
        }
        members(shape, value);
        json.end();
    }

    private void members(RecordShape shape, Object owner) {
        for (RecordComponent component : shape.components()) {
            Object value = RecordShape.value(component, owner);
            Written how = report ? component.getAnnotation(Written.class) : null;
            if (report && value instanceof Optional<?> optional) {
                value = optional.orElse(null);
            }
            if (how != null && how.hidden()) {
                continue;
            }
            if (how != null && how.inline() && value != null) {
                members(RecordShape.of(value.getClass()), value);
            } else if (!report || value != null) {
                line(how == null ? 0 : how.line());
                json.key(component.getName());
                write(value, how == null ? 0 : how.rows());
            }
        }
    }

    private void scalar(Object value) {
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
