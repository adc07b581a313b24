// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.event.EventSource;
import io.kguard.event.JsonValue;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The sources whose events are documents. */
public final class DocumentSources {
    /** In the order in which a document is compared with them. */
    private static final List<DocumentSource> ALL = List.of(
            new KubernetesAudit(), new Cloudtrail(), new GcpAudit(), new Okta(), new Github(), new CodingAgent());

    private static final Map<EventSource, DocumentSource> BY_SOURCE =
            new EnumMap<>(ALL.stream().collect(Collectors.toMap(DocumentSource::source, source -> source)));

    private DocumentSources() {}

    /**
     * One of them.
     *
     * @throws IllegalArgumentException if the events of the source are no documents
     */
    public static DocumentSource of(EventSource source) {
        DocumentSource found = BY_SOURCE.get(source);
        if (found == null) {
            throw new IllegalArgumentException("events of the source " + source + " are no documents");
        }
        return found;
    }

    /** The source that a document of a log looks like; empty if it looks like none. */
    static Optional<DocumentSource> of(JsonValue document) {
        return ALL.stream().filter(source -> source.wrote(document)).findFirst();
    }

    /** The names of the sources, for messages. */
    static String names() {
        return ALL.stream().map(source -> source.source().label()).collect(Collectors.joining(", "));
    }
}
