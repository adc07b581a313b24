// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.FlagTable;
import org.jspecify.annotations.Nullable;

/** Formats sets of capabilities, and remembers the last ones. */
final class Capabilities {
    private static final int SLOTS = 64;
    private static final FlagTable TABLE = FlagTable.of("capability_bit");

    private record Named(long set, String names) {}

    private static final @Nullable Named[] KNOWN = new @Nullable Named[SLOTS];

    private Capabilities() {}

    /** The names of the capabilities in a set, ascending, joined by spaces. */
    public static String names(long set) {
        int slot = (int) (set ^ set >>> 6 ^ set >>> 20 ^ set >>> 32) & SLOTS - 1;
        Named named = KNOWN[slot];
        if (named == null || named.set != set) {
            StringBuilder names = new StringBuilder();
            for (FlagTable.Entry entry : TABLE.entries()) {
                if ((set >>> entry.value() & 1) != 0) {
                    names.append(names.length() == 0 ? "" : " ").append(entry.name());
                }
            }
            named = new Named(set, names.toString());
            KNOWN[slot] = named;
        }
        return named.names;
    }
}
