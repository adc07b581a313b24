// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutant;

import java.util.Locale;

/** A kind of change of a condition. */
public enum MutationKind {
    /** A part is left out. */
    REMOVED,
    /** A check or a macro is negated. */
    NEGATED,
    /** {@code and} becomes {@code or}, or the reverse. */
    JOINED_OTHERWISE,
    /** Another comparison. */
    COMPARED_OTHERWISE,
    /** An item is left out of a list. */
    ITEM_REMOVED,
    /** A string or a number is a little different. */
    VALUE_CHANGED;

    /** As in JSON: lower-case words joined by dashes. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
