// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition.syntax;

import java.util.Locale;

/** How the results for several values are combined. Falco has modifiers since 0.41. */
public enum Modifier {
    /** Exactly one comparison is true. */
    ONEOF,
    /** At least one is true. */
    ANYOF,
    /** All are true, and there is at least one. */
    ALLOF;

    /** The form in rules. */
    public String symbol() {
        return name().toLowerCase(Locale.ROOT);
    }
}
