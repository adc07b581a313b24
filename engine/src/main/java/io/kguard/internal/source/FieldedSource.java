// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.event.EventSource;
import io.kguard.event.JsonValue;
import io.kguard.internal.source.SourceField.Extraction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A source of which a table says where its fields are. Its constructor says how those are found of which a place says too little. */
abstract class FieldedSource implements DocumentSource {
    private final EventSource source;
    private final String pluginVersion;
    private final String summary;
    private final Map<String, Extraction> extractions = new HashMap<>();

    FieldedSource(EventSource source, String pluginVersion, String summary) {
        this.source = source;
        this.pluginVersion = pluginVersion;
        this.summary = summary;
    }

    final void put(String field, Extraction extraction) {
        extractions.put(field, extraction);
    }

    /** A field with a string. */
    final void put(String field, Function<JsonValue, @Nullable String> reading) {
        extractions.put(field, new Extraction.Text(reading));
    }

    /** The string at a place, as the plugin reads it; null for no value. */
    @Nullable
    String string(JsonValue event, String... path) {
        return FastJson.text(event, path);
    }

    /**
     * The value at a place.
     *
     * @param at a JSON pointer; before it may stand {@code json} for the part as JSON, or {@code true} for whether it is true
     */
    private Extraction at(String at) {
        String[] words = at.split(" ", 2);
        String[] path = JsonPointer.parse(words[words.length - 1]).keys().toArray(String[]::new);
        return new Extraction.Text(
                switch (words.length == 1 ? "" : words[0]) {
                    case "" -> event -> string(event, path);
                    case "json" ->
                        event -> {
                            JsonValue value = event.get(path);
                            return value == null ? null : value.json();
                        };
                    case "true" ->
                        event -> event.get(path) == null ? null : String.valueOf(FastJson.isTrue(event, path));
                    default -> throw new IllegalStateException("a place is a JSON pointer, not " + at);
                });
    }

    @Override
    public final EventSource source() {
        return source;
    }

    @Override
    public final String pluginVersion() {
        return pluginVersion;
    }

    @Override
    public final List<SourceField> fields() {
        return SourceFieldTable.read(source.plugin(), extractions, this::at);
    }

    @Override
    public final Optional<String> summary() {
        return Optional.of(summary);
    }
}
