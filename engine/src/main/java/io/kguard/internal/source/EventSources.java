// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.EventSource;
import io.kguard.event.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sources of events that a run knows: system calls, and those whose events are documents. Immutable. */
public final class EventSources {
    /** Those that kguard knows by itself. */
    public static final EventSources BUILT_IN = new EventSources(List.of(
            new KubernetesAudit(), new Cloudtrail(), new GcpAudit(), new Okta(), new Github(), new CodingAgent()));

    /** In the order in which a document is compared with them. */
    private final List<DocumentSource> documents;
    /** By the ids of their plugins. */
    private final DocumentSource[] byPlace;

    private final long[] pluginIds;
    private final List<EventSource> all;

    private EventSources(List<DocumentSource> documents) {
        this.documents = List.copyOf(documents);
        this.byPlace = documents.stream()
                .sorted(Comparator.comparingLong(source -> source.source().pluginId()))
                .toArray(DocumentSource[]::new);
        this.pluginIds = new long[byPlace.length];
        List<EventSource> sources = new ArrayList<>(List.of(EventSource.SYSCALL));
        for (int i = 0; i < byPlace.length; i++) {
            pluginIds[i] = byPlace[i].source().pluginId();
            sources.add(byPlace[i].source());
        }
        this.all = List.copyOf(sources);
    }

    /** All of them: {@link EventSource#SYSCALL}, then the others by the ids of their plugins. */
    public List<EventSource> all() {
        return all;
    }

    /** Those whose events are documents. */
    public List<DocumentSource> documents() {
        return documents;
    }

    /** The source with the name that a rule gives. */
    public Optional<EventSource> named(String label) {
        return all.stream().filter(source -> source.label().equals(label)).findFirst();
    }

    /**
     * How the documents of a source are read.
     *
     * @throws IllegalArgumentException if it is not among these sources, or its events are no documents
     */
    public DocumentSource documents(EventSource source) {
        int place = place(source);
        if (place < 1) {
            throw new IllegalArgumentException("events of the source " + source + " are no documents");
        }
        return byPlace[place - 1];
    }

    /** The place of a source in {@link #all}; -1 if it is not among them. */
    public int place(EventSource source) {
        return all.indexOf(source);
    }

    /** The place in {@link #all} of an event's source; -1 for an unknown plugin. */
    public int place(Event event) {
        if (event.code() != EventCodes.PLUGINEVENT_E) {
            return 0;
        }
        long plugin = event.number(0);
        for (int i = 0; i < pluginIds.length; i++) {
            if (pluginIds[i] == plugin) {
                return i + 1;
            }
        }
        return -1;
    }

    /** The source of an event; null for an unknown plugin. */
    public @Nullable EventSource of(Event event) {
        int place = place(event);
        return place < 0 ? null : all.get(place);
    }

    /** How the document of an event is read; null for a system call and for an unknown plugin. */
    public @Nullable DocumentSource documents(Event event) {
        int place = place(event);
        return place < 1 ? null : byPlace[place - 1];
    }

    /** The source that a document of a log looks like; empty if it looks like none. */
    Optional<DocumentSource> of(JsonValue document) {
        return documents.stream().filter(source -> source.wrote(document)).findFirst();
    }

    /** The names of the sources whose events are documents, for messages. */
    String names() {
        return documents.stream().map(source -> source.source().label()).collect(Collectors.joining(", "));
    }
}
