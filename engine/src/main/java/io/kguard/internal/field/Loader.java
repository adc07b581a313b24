// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import org.jspecify.annotations.Nullable;

/** Reads a field's value into the context's register. */
@FunctionalInterface
interface Loader {
    /** Returns whether there is a value. */
    boolean load(EventContext context);

    /** Reads a string, or null if absent. */
    @FunctionalInterface
    interface OfText {
        @Nullable
        String text(EventContext context);
    }

    /** A loader of strings. */
    static Loader text(OfText source) {
        return context -> context.found(source.text(context));
    }
}
