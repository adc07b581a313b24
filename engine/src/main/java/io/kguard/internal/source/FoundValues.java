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

    /** Addresses of 4 or 16 bytes, Latin-1. There is at least one. */
    record Addresses(List<String> all) implements FoundValues {
        public Addresses {
            all = List.copyOf(all);
        }
    }

    /**
     * The plugin says that it failed. Falco takes that for no value.
     *
     * @param error what it says
     */
    record Failed(String error) implements FoundValues {}
}
