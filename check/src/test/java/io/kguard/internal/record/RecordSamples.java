// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Records of a type, made of what the type says of itself: one with the first sample of every component, and for each other
 * sample of a component one that differs in it alone. A component that is added has its samples without more.
 */
public final class RecordSamples {
    private static final Map<Class<?>, List<Object>> SCALARS = Map.of(
            String.class, List.of("", "Füße 😀 \u0000\u0007\"\\\n{", "other"),
            boolean.class, List.of(false, true),
            int.class, List.of(1, 2, Integer.MAX_VALUE),
            long.class, List.of(0L, 1L, Long.MIN_VALUE, Long.MAX_VALUE),
            Long.class, List.of(0L, Long.MAX_VALUE),
            double.class, List.of(0.1, 0.0, 1.0 / 3, Double.MIN_VALUE, 1e300, Double.NaN, Double.NEGATIVE_INFINITY),
            Instant.class, List.of(Instant.EPOCH, Instant.parse("2026-02-03T04:05:06.000000007Z")),
            Duration.class, List.of(Duration.ZERO, Duration.ofSeconds(77, 1)),
            LocalDate.class, List.of(LocalDate.EPOCH, LocalDate.of(2026, 12, 31)),
            BitSet.class, List.of(new BitSet(), BitSet.valueOf(new long[] {5, -1})));

    private final Set<Class<?>> inside = new LinkedHashSet<>();

    private RecordSamples() {}

    /**
     * Samples of a type.
     *
     * @param type a record, or a sealed interface of records
     */
    public static <T> List<T> of(Class<T> type) {
        return new RecordSamples().types(type).stream().map(type::cast).toList();
    }

    private List<Object> types(Class<?> type) {
        if (type.isSealed()) {
            return Arrays.stream(type.getPermittedSubclasses())
                    .flatMap(one -> types(one).stream())
                    .toList();
        } else if (type.isEnum()) {
            return List.of(type.getEnumConstants());
        } else if (type.isRecord()) {
            return records(type);
        }
        return Objects.requireNonNull(SCALARS.get(type), () -> "no sample of " + type);
    }

    private List<Object> records(Class<?> type) {
        if (!inside.add(type)) {
            return List.of();
        }
        RecordShape shape = RecordShape.of(type);
        List<List<@Nullable Object>> all = shape.components().stream()
                .map(component -> samples(component.getAnnotatedType()))
                .toList();
        inside.remove(type);
        @Nullable Object[] first = all.stream().map(samples -> samples.get(0)).toArray();
        List<Object> records = new ArrayList<>(List.of(shape.make(first)));
        for (int i = 0; i < first.length; i++) {
            for (Object other : all.get(i).subList(1, all.get(i).size())) {
                @Nullable Object[] values = first.clone();
                values[i] = other;
                make(shape, values).ifPresent(records::add);
            }
        }
        return records;
    }

    /** A record may refuse values that do not go together. */
    private static Optional<Object> make(RecordShape shape, @Nullable Object[] values) {
        try {
            return Optional.of(shape.make(values));
        } catch (IllegalArgumentException e) {
            assertThat(e.getCause()).isInstanceOf(IllegalArgumentException.class);
            return Optional.empty();
        }
    }

    private List<@Nullable Object> samples(AnnotatedType type) {
        List<@Nullable Object> samples = new ArrayList<>();
        if (type.getType() instanceof ParameterizedType generic) {
            samples.addAll(holding((Class<?>) generic.getRawType(), (AnnotatedParameterizedType) type));
        } else {
            samples.addAll(types((Class<?>) type.getType()));
        }
        if (type.isAnnotationPresent(Nullable.class)) {
            samples.add(null);
        }
        return samples;
    }

    /** Nothing, and as much as there is. */
    private List<Object> holding(Class<?> raw, AnnotatedParameterizedType type) {
        AnnotatedType[] arguments = type.getAnnotatedActualTypeArguments();
        List<@Nullable Object> held = samples(arguments[arguments.length - 1]);
        if (raw == Optional.class) {
            return Stream.concat(Stream.of(Optional.empty()), held.stream().map(Optional::of))
                    .map(Object.class::cast)
                    .toList();
        } else if (raw == List.class) {
            return List.of(List.of(), held);
        } else if (raw == Set.class) {
            return List.of(Set.of(), new LinkedHashSet<>(held));
        } else if (raw == Map.class) {
            Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
            List<@Nullable Object> keys = samples(arguments[0]);
            for (int i = 0; i < Math.max(keys.size(), held.size()); i++) {
                Object key = i < keys.size() ? keys.get(i) : "key " + i;
                if (!(keys.get(0) instanceof Enum<?>) || i < keys.size()) {
                    map.put(key, held.get(i % held.size()));
                }
            }
            return List.of(Map.of(), map);
        }
        throw new AssertionError("no sample of " + raw);
    }
}
