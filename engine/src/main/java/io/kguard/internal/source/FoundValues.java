// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import java.util.List;

/** What a field has in an event. */
public sealed interface FoundValues {
    /** No value. */
    record None() implements FoundValues {
        public static final None NONE = new None();
    }

    /** Strings, Latin-1, one char per byte. There is at least one. */
    record Texts(List<String> all) implements FoundValues {
        public Texts {
            all = List.copyOf(all);
        }
    }

    /** Numbers without a sign, times in nanoseconds, or booleans, which are 0 and 1. There is at least one. */
    record Numbers(List<Long> all) implements FoundValues {
        public Numbers {
            all = List.copyOf(all);
        }
    }

    /**
     * An address.
     *
     * @param family 4 or 6
     * @param high the first 8 bytes of an IPv6 address as a big-endian number; 0 for IPv4
     * @param low the last 8 bytes, or the 4 of an IPv4 address
     */
    record Address(int family, long high, long low) implements FoundValues {}

    /**
     * The plugin says that it failed. Falco takes that for no value.
     *
     * @param error what it says
     */
    record Failed(String error) implements FoundValues {}
}
