// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.event.JsonValue;
import io.kguard.event.SourceEvent;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A source that a user's table describes. */
final class TableSource implements DocumentSource {
    private static final int FIELDS_OF_SUMMARY = 3;

    private final EventSource source;
    private final String pluginVersion;
    private final List<Mark> marks;
    private final @Nullable TableTime time;
    private final List<TableField> fields;
    private final List<SourceField> listed;

    /**
     * What a document of the source has.
     *
     * @param is the value there, Latin-1; null for any
     */
    record Mark(JsonPointer at, @Nullable String is) {
        boolean fits(JsonValue document) {
            JsonValue value = at.find(document);
            return value != null && (is == null || is.equals(value.text()));
        }
    }

    TableSource(
            EventSource source,
            String pluginVersion,
            List<Mark> marks,
            @Nullable TableTime time,
            List<TableField> fields) {
        this.source = source;
        this.pluginVersion = pluginVersion;
        this.marks = List.copyOf(marks);
        this.time = time;
        this.fields = List.copyOf(fields);
        this.listed = fields.stream().map(TableField::field).toList();
    }

    @Override
    public EventSource source() {
        return source;
    }

    @Override
    public boolean isOfUser() {
        return true;
    }

    @Override
    public boolean isRecognized() {
        return !marks.isEmpty();
    }

    @Override
    public boolean wrote(JsonValue document) {
        return isRecognized() && marks.stream().allMatch(mark -> mark.fits(document));
    }

    @Override
    public List<SourceEvent> events(JsonValue document) {
        if (!FastJson.isObject(document)) {
            throw new SourceEventException("an event of the source " + source + " is a JSON object");
        }
        fields.forEach(field -> field.check(document));
        return List.of(new DocumentEvent(source, document, time == null ? 0 : time.of(document), false));
    }

    @Override
    public JsonValue document(String payload) {
        JsonValue document = JsonValue.parse(payload);
        fields.forEach(field -> field.check(document));
        return document;
    }

    @Override
    public String pluginVersion() {
        return pluginVersion;
    }

    /** The user's Falco has the plugin, whatever its version is. */
    @Override
    public FalcoVersion since() {
        return FalcoVersion.V0_40;
    }

    @Override
    public List<SourceField> fields() {
        return listed;
    }

    @Override
    public Optional<String> summary() {
        return Optional.of(fields.stream()
                .filter(field -> !field.argument().key() && !field.argument().index())
                .limit(FIELDS_OF_SUMMARY)
                .map(field -> "%" + field.name())
                .collect(Collectors.joining(" ")));
    }
}
