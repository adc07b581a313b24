// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.event.JsonValue;
import io.kguard.event.ParamType;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A field that the events of a source have, beside those of all events.
 *
 * @param name its name without an argument, such as {@code okta.actor.name}
 * @param type the type of its value, or of the elements of its list
 * @param list whether its value is a list
 * @param argument the argument it takes
 * @param lack why it never has a value
 * @param description what it holds, for people; may be empty
 * @param extraction how its value is found; null if kguard does not compute it, or finds it by a class of its own
 */
public record SourceField(
        String name,
        ParamType type,
        boolean list,
        Argument argument,
        Lack lack,
        String description,
        @Nullable Extraction extraction) {
    /** The name that Falco's plugins give the type of a field. */
    public static String nameOf(ParamType type) {
        return type == ParamType.CHARBUF ? "string" : type.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The argument in a field's brackets.
     *
     * @param required whether the field has no value without one
     * @param index whether it is a number
     * @param key whether it is a text
     */
    public record Argument(boolean required, boolean index, boolean key) {
        /** No argument. */
        public static final Argument NONE = new Argument(false, false, false);
    }

    /** Why a field never has a value. */
    public enum Lack {
        /** It may have one. */
        NONE,
        /** The plugin reads strings alone, and the service writes a list or an object: the value is always empty. */
        ALWAYS_EMPTY,
        /** The plugin looks for it by another name than the field has. */
        LOOKED_FOR_BY_ANOTHER_NAME
    }

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

        /** What is at a place of an audit event of Kubernetes, and how it is read; how it is found is said in the room of the fields. */
        record Placed(String how, List<String> keys) implements Extraction {
            public Placed {
                keys = List.copyOf(keys);
            }
        }

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
}
