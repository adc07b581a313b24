// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

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
}
