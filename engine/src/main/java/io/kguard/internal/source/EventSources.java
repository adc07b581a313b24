// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.EventSource;
import io.kguard.event.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
                .sorted((a, b) -> Long.compare(a.source().pluginId(), b.source().pluginId()))
                .toList()
                .toArray(new DocumentSource[0]);
        this.pluginIds = new long[byPlace.length];
        List<EventSource> sources = new ArrayList<>(List.of(EventSource.SYSCALL));
        for (int i = 0; i < byPlace.length; i++) {
            pluginIds[i] = byPlace[i].source().pluginId();
            sources.add(byPlace[i].source());
        }
        this.all = List.copyOf(sources);
    }

    /** These sources and one more. Its name and the id of its plugin must not be taken. */
    EventSources with(DocumentSource more) {
        EventSource added = more.source();
        if (all.stream().anyMatch(one -> isSame(one, added))) {
            throw new IllegalArgumentException("the name or the id of the source " + added + " is taken");
        }
        return new EventSources(
                Stream.concat(documents.stream(), Stream.of(more)).toList());
    }

    /**
     * These and others. One that has the name or the plugin's id of one of these takes its place.
     *
     * @throws IllegalArgumentException if two of the others have the same
     */
    public EventSources with(List<DocumentSource> others) {
        List<DocumentSource> sources = new ArrayList<>();
        for (DocumentSource other : others) {
            sources.stream()
                    .filter(one -> isSame(one.source(), other.source()))
                    .findFirst()
                    .ifPresent(one -> {
                        throw new IllegalArgumentException(
                                "the plugins " + one.source().plugin() + " and "
                                        + other.source().plugin() + " have the same event source or the same id");
                    });
            sources.add(other);
        }
        documents.stream()
                .filter(one -> others.stream().noneMatch(other -> isSame(one.source(), other.source())))
                .forEach(sources::add);
        return new EventSources(sources);
    }

    private static boolean isSame(EventSource one, EventSource other) {
        return one.label().equals(other.label()) || one.pluginId() == other.pluginId();
    }

    /**
     * The plugin that opens logs; null if none is there, so that kguard reads them.
     *
     * @throws IllegalArgumentException if there are several
     */
    @Nullable
    SourcePlugin opening() {
        List<DocumentSource> opening =
                documents.stream().filter(source -> source.plugin() != null).toList();
        if (opening.size() > 1) {
            throw new IllegalArgumentException("several plugins are loaded that could read a log: "
                    + opening.stream().map(source -> source.source().plugin()).collect(Collectors.joining(", "))
                    + ". Load the one that is to read it");
        }
        return opening.isEmpty() ? null : opening.get(0).plugin();
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

    /** Whether a document is one of a source of the user, which lists of events in it are a part of. */
    boolean isWhole(JsonValue document) {
        return documents.stream().anyMatch(source -> source.isOfUser() && source.wrote(document));
    }

    /**
     * The source that a document of a log looks like. A document that looks like none is of the source that does not say what
     * its documents have, if it is the only one.
     *
     * @throws SourceEventException if the document looks like none, or if nobody can tell which one it is of
     */
    DocumentSource of(JsonValue document) {
        List<DocumentSource> alike =
                documents.stream().filter(source -> source.wrote(document)).toList();
        if (alike.isEmpty()) {
            alike = documents.stream().filter(source -> !source.isRecognized()).toList();
        }
        if (alike.isEmpty()) {
            throw new SourceEventException("this is no event of a source that kguard knows: " + names(documents));
        }
        if (alike.size() > 1 && alike.stream().anyMatch(DocumentSource::isOfUser)) {
            throw new SourceEventException("this may be an event of each of the sources " + names(alike)
                    + "; say in their tables with \"has\" what tells their documents apart");
        }
        return alike.get(0);
    }

    private static String names(List<DocumentSource> sources) {
        return sources.stream().map(source -> source.source().label()).collect(Collectors.joining(", "));
    }
}
