// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.mutation;

import java.util.Locale;

/** A kind of change of a condition. */
public enum MutationKind {
    /** A part is left out. */
    REMOVED("an act that differs from the attack only in this part, and that the rule must not report"),
    /** A check or a macro is negated. */
    NEGATED("an attack on which this part is true, or a twin on which it is false"),
    /** {@code and} becomes {@code or}, or the reverse. */
    JOINED_OTHERWISE("an act on which only one of the parts is true"),
    /** Another comparison. */
    COMPARED_OTHERWISE("an act with a value at the border of this comparison"),
    /** An item is left out of a list. */
    ITEM_REMOVED("an act with this item's value"),
    /** A string or a number is a little different. */
    VALUE_CHANGED("an act with a value that is nearly this one");

    private final String advice;

    MutationKind(String advice) {
        this.advice = advice;
    }

    /** What a test that notices such a change would do. */
    public String advice() {
        return advice;
    }

    /** As in JSON: lower-case words joined by dashes. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
