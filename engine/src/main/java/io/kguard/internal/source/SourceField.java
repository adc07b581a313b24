// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.event.ParamType;
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
}
