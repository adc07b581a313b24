// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import java.util.Locale;

/** How the comparisons with several values are taken together. Falco has them since 0.41. */
public enum Modifier {
    /** Exactly one comparison holds. */
    ONEOF,
    /** At least one holds. */
    ANYOF,
    /** All hold, and there is at least one. */
    ALLOF;

    /** As it is written. */
    public String symbol() {
        return name().toLowerCase(Locale.ROOT);
    }
}
