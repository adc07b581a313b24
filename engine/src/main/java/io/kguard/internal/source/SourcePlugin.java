// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.diagnostic.KguardException;
import io.kguard.event.Event;
import io.kguard.event.SourceEvent;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A plugin of Falco itself, outside this process: it alone knows what the events of its source hold. Thread-safe. */
public interface SourcePlugin {
    /**
     * Notes a field, to be read of each event from now on.
     *
     * @param field its name
     * @param argument its argument, Latin-1; null for none
     * @return its place among the {@link #values} of an event
     */
    int plan(String field, @Nullable String argument);

    /**
     * Reads all fields that were noted, of one event.
     *
     * @throws PluginException if the plugin breaks
     */
    List<FoundValues> values(Event event);

    /**
     * What the plugin says of an event in words, Latin-1.
     *
     * @throws PluginException if the plugin breaks
     */
    String text(Event event);

    /**
     * Reads the events of what the plugin can open.
     *
     * @param params what to open, in the plugin's words: mostly a file
     * @throws PluginException if the plugin can't read it to its end
     */
    void read(String params, Consumer<SourceEvent> consumer);

    /** What a field has in an event. */
    sealed interface FoundValues {
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

    /** A plugin of Falco can't be used, or failed. The message names it, and says what it did. */
    final class PluginException extends KguardException {
        private static final long serialVersionUID = 1;

        public PluginException(String plugin, String message) {
            super("plugin " + plugin + ": " + message);
        }
    }
}
