// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.event.EventSource;
import io.kguard.event.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A source whose constructor says how each field is read. */
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

    /** A field with a part of the event, as JSON. */
    final void json(String field, String... path) {
        put(field, event -> {
            JsonValue value = event.get(path);
            return value == null ? null : value.json();
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
        return SourceFieldTable.read(source.plugin(), extractions);
    }

    @Override
    public final Optional<String> summary() {
        return Optional.of(summary);
    }
}
