// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.record;

import io.kguard.event.JsonValue;
import io.kguard.event.JsonWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value that holds no other one, as JSON.
 *
 * @param <T> its type
 */
record ValueKind<T>(BiConsumer<JsonWriter, T> writer, Function<JsonValue, T> reader) {
    private static final Map<Class<?>, ValueKind<?>> KINDS = Map.of(
            String.class, new ValueKind<>(JsonWriter::value, Scalars::text),
            Boolean.class, new ValueKind<Boolean>((json, value) -> json.value((boolean) value), Scalars::truth),
            Integer.class,
                    new ValueKind<Integer>(
                            (json, value) -> json.value((long) value), json -> Math.toIntExact(Scalars.whole(json))),
            Long.class, new ValueKind<Long>((json, value) -> json.value((long) value), Scalars::whole),
            Double.class, new ValueKind<>(Scalars::write, Scalars::number),
            Instant.class, ofText(Instant::parse),
            Duration.class, ofText(Duration::parse),
            LocalDate.class, ofText(LocalDate::parse),
            BitSet.class, new ValueKind<>(Scalars::write, Scalars::bits));

    private static final Map<Class<?>, Class<?>> BOXES = Map.of(
            boolean.class, Boolean.class, int.class, Integer.class, long.class, Long.class, double.class, Double.class);

    private static <T> ValueKind<T> ofText(Function<String, T> parser) {
        return new ValueKind<>((json, value) -> json.value(value.toString()), json -> parser.apply(Scalars.text(json)));
    }

    /** The kind of a type; null if values of it hold others, or are unknown. */
    @SuppressWarnings("unchecked") // each class is the key of its own kind
    static <T> @Nullable ValueKind<T> of(Class<? extends T> type) {
        return (ValueKind<T>) KINDS.get(Objects.requireNonNullElse(BOXES.get(type), type));
    }
}
