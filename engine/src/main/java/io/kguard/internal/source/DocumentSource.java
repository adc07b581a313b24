// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.event.JsonValue;
import io.kguard.event.SourceEvent;
import io.kguard.internal.source.SourceField.Extraction;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one of Falco's plugins reads the events of a source. Immutable. */
public interface DocumentSource {
    /** The source. */
    EventSource source();

    /** Whether a user describes it. */
    default boolean isOfUser() {
        return false;
    }

    /** Whether {@link #wrote} can tell. A document that looks like no other source is of the one that can't. */
    default boolean isRecognized() {
        return true;
    }

    /** Whether a document of a log looks like an event of this source. */
    boolean wrote(JsonValue document);

    /**
     * The events of a document of a log.
     *
     * @param document a document in JSON, out of the lists that logs put them in
     * @throws SourceEventException if the plugin would not take it, so that no rule would see it
     */
    List<SourceEvent> events(JsonValue document);

    /** The version of the plugin that it imitates: three numbers, such as {@code 0.17.1}. */
    String pluginVersion();

    /** The oldest version of Falco for which its rules are loaded. */
    default FalcoVersion since() {
        return FalcoVersion.V0_41;
    }

    /** The fields that the plugin adds, in the order in which it lists them. */
    List<SourceField> fields();

    /** The names of the fields that Falco adds to outputs if {@code suggested_output} asks for it. */
    default List<String> suggested() {
        return List.of();
    }

    /** The plugin itself, if it is there; null if kguard reads the events in its place. */
    default @Nullable SourcePlugin plugin() {
        return null;
    }

    /** What {@code evt.plugininfo} has; null for nothing. */
    default @Nullable String info(JsonValue event) {
        return event.json();
    }

    /** An output template that says in a few words what happened; empty if it takes more than a template. */
    default Optional<String> summary() {
        return Optional.empty();
    }

    /** Whether the plugin {@code json} can read the events. */
    default boolean isJson() {
        return true;
    }

    /**
     * The document of a recorded event.
     *
     * @param payload what the plugin wrote, Latin-1
     * @throws io.kguard.event.JsonException if it is not what the plugin writes
     * @throws SourceEventException if it is JSON, and not what the plugin writes
     */
    default JsonValue document(String payload) {
        return JsonValue.parse(payload);
    }

    /** What an event repeats of earlier ones, such as the failure of a user, for {@link Extraction.Recent}; null for nothing. */
    default @Nullable String repeated(JsonValue event) {
        return null;
    }
}
