// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.event.JsonValue;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How the value of a field is found in an event. Null stands for no value. Strings are Latin-1, one char per byte. */
public sealed interface Extraction {
    /** Stands for an index that is not given. */
    int ALL = -1;

    /** A string. */
    record Text(Function<JsonValue, @Nullable String> of) implements Extraction {}

    /** A string that depends on the index in the field's brackets; {@link #ALL} without one. */
    record TextAt(BiFunction<JsonValue, Integer, @Nullable String> of) implements Extraction {}

    /** Strings that depend on the index in the field's brackets; {@link #ALL} without one. No string is no value. */
    record TextsAt(BiFunction<JsonValue, Integer, List<String>> of) implements Extraction {}

    /** The JSON of the value, or of the elements of the list; it is read as the type of the field. The text is the argument. */
    record Parts(BiFunction<JsonValue, @Nullable String, List<JsonValue>> of) implements Extraction {}

    /** A number without a sign. */
    record Count(Function<JsonValue, @Nullable Long> of) implements Extraction {}

    /**
     * How many events with the same {@link DocumentSource#repeated} there were in the seconds that stand in the field's
     * brackets, with this one.
     */
    record Recent() implements Extraction {}

    /** What the plugin itself finds. */
    record Planned(SourcePlugin plugin) implements Extraction {}
}
