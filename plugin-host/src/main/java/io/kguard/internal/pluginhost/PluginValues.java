// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.pluginhost;

import java.util.List;

/** What a field has in an event. */
public sealed interface PluginValues {
    /** No value. */
    record None() implements PluginValues {
        static final None NONE = new None();
    }

    /** Strings, Latin-1, one char per byte. There is at least one. */
    record Texts(List<String> all) implements PluginValues {
        public Texts {
            all = List.copyOf(all);
        }
    }

    /** Numbers without a sign, times in nanoseconds, or booleans, which are 0 and 1. There is at least one. */
    record Numbers(List<Long> all) implements PluginValues {
        public Numbers {
            all = List.copyOf(all);
        }
    }

    /** Addresses of 4 or 16 bytes, Latin-1. There is at least one. */
    record Addresses(List<String> all) implements PluginValues {
        public Addresses {
            all = List.copyOf(all);
        }
    }

    /**
     * The plugin says that it failed. Falco takes that for no value.
     *
     * @param error what it says
     */
    record Failed(String error) implements PluginValues {}
}
