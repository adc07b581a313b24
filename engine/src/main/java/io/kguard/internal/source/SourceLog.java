// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.event.EventSource;
import io.kguard.event.JsonException;
import io.kguard.event.JsonValue;
import io.kguard.event.SourceEvent;
import io.kguard.internal.file.LogLines;
import io.kguard.internal.source.SourcePlugin.PluginException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log whose events are documents in JSON: one in each line, or all in one document. The lists are taken apart in
 * which services deliver them: an array, {@code Records} of CloudTrail, {@code items} of a Kubernetes {@code EventList},
 * {@code events} of CloudWatch, and {@code records} of Azure. A file may be compressed by gzip.
 *
 * <p>Not thread-safe.
 */
public final class SourceLog implements AutoCloseable {
    private final LogLines lines;
    private final EventSources sources;
    private final @Nullable EventSource only;
    private final Queue<SourceEvent> waiting = new ArrayDeque<>();

    private SourceLog(LogLines lines, EventSources sources, @Nullable EventSource only) {
        this.lines = lines;
        this.sources = sources;
        this.only = only;
    }

    /**
     * Opens a log.
     *
     * @param sources the sources that are known
     * @param source the source of its events; null if each says by what it has
     * @throws IOException if the file does not exist or can't be read
     */
    public static SourceLog open(Path file, EventSources sources, @Nullable EventSource source) throws IOException {
        return new SourceLog(LogLines.open(file), sources, source);
    }

    /**
     * Opens a log that is not on this machine.
     *
     * @param name its name, for messages
     * @param bytes its bytes; closed with the log, also if it can't be opened
     * @param sources the sources that are known
     * @param source the source of its events; null if each says by what it has
     * @throws IOException if it can't be read
     */
    public static SourceLog open(String name, InputStream bytes, EventSources sources, @Nullable EventSource source)
            throws IOException {
        return new SourceLog(LogLines.open(name, bytes), sources, source);
    }

    /**
     * Reads a log to its end.
     *
     * @param sources the sources that are known
     * @param source the source of its events; null if each says by what it has
     * @throws IOException as for {@link #open} and {@link #next}; the events before that were passed on
     */
    public static void read(
            Path file, EventSources sources, @Nullable EventSource source, Consumer<SourceEvent> consumer)
            throws IOException {
        SourcePlugin plugin = source == null ? sources.opening() : null;
        if (plugin != null) {
            plugin.read(file.toString(), consumer);
            return;
        }
        try (SourceLog log = open(file, sources, source)) {
            for (SourceEvent event = log.next(); event != null; event = log.next()) {
                consumer.accept(event);
            }
        }
    }

    /**
     * Reads what the plugin among the sources opens.
     *
     * @param params what to open, in the plugin's words
     * @throws PluginException if the plugin can't read it to its end
     * @throws IllegalArgumentException if not exactly one plugin is there
     */
    public static void readOpened(String params, EventSources sources, Consumer<SourceEvent> consumer) {
        SourcePlugin plugin = sources.opening();
        if (plugin == null) {
            throw new IllegalArgumentException("no plugin is loaded that could open \"" + params + "\"");
        }
        plugin.read(params, consumer);
    }

    /** Whether a file is a log by the ending of its name. */
    public static boolean isNamed(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.matches(".*\\.(log|json|jsonl)(\\.gz)?");
    }

    /** Whether a file is a log by what it begins with: a document of JSON, perhaps packed by gzip. */
    public static boolean isByContent(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (LogLines lines = LogLines.open(file)) {
            byte[] line = lines.next();
            while (line != null && LogLines.isBlank(line)) {
                line = lines.next();
            }
            String text = line == null ? "" : new String(line, ISO_8859_1).stripLeading();
            return text.startsWith("{") || text.startsWith("[");
        } catch (IOException e) {
            return false; // who reads it as what it is meant to be says what is wrong
        }
    }

    /**
     * The events of a document.
     *
     * @param json a document in JSON
     * @param sources the sources that are known
     * @param source the source of its events; null if each says by what it has
     * @throws SourceLogException if it is no event of a source, or if Falco's plugin would not take it
     */
    public static List<SourceEvent> parse(String json, EventSources sources, @Nullable EventSource source)
            throws SourceLogException {
        List<SourceEvent> events = new ArrayList<>();
        try {
            String latin1 = new String(json.getBytes(UTF_8), ISO_8859_1);
            Deliveries.of(JsonValue.parse(latin1), sources).forEach(one -> events.addAll(events(one, sources, source)));
        } catch (JsonException | SourceEventException e) {
            throw new SourceLogException(String.valueOf(e.getMessage()));
        }
        return events;
    }

    /**
     * What is wrong with a document, as a sentence; empty if it is an event.
     *
     * @param sources the sources that are known
     * @param source the source of its events; null if each says by what it has
     */
    public static String problem(String json, EventSources sources, @Nullable EventSource source) {
        try {
            return parse(json, sources, source).isEmpty() ? "this is an empty list of events" : "";
        } catch (SourceLogException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /**
     * Reads the next event.
     *
     * @return the event, or null at the end of the log
     * @throws SourceLogException if a document is no event of a source, or if Falco's plugin would not take it
     * @throws IOException if the log can't be read
     */
    public @Nullable SourceEvent next() throws IOException {
        while (waiting.isEmpty()) {
            try {
                byte[] line = lines.next();
                if (line == null) {
                    return null;
                }
                if (!LogLines.isBlank(line)) {
                    Deliveries.of(document(line), sources).forEach(one -> waiting.addAll(events(one, sources, only)));
                }
            } catch (JsonException | SourceEventException | LogLines.TooLong e) {
                throw new SourceLogException(lines.name() + ", line " + lines.number() + ": " + e.getMessage());
            }
        }
        return waiting.remove();
    }

    /** The document in a line. If the first line is not a whole document, the file is one. */
    private JsonValue document(byte[] line) throws IOException {
        String text = new String(line, ISO_8859_1);
        try {
            return JsonValue.parse(text);
        } catch (JsonException e) {
            byte[] rest = lines.isAtEnd() || lines.number() > 1 ? null : lines.rest();
            if (rest == null) {
                throw text.isEmpty() || "{[".indexOf(text.strip().charAt(0)) < 0
                        ? new SourceEventException(e.getMessage() + "; kguard reads logs whose events are JSON")
                        : e;
            }
            return JsonValue.parse(text + "\n" + new String(rest, ISO_8859_1));
        }
    }

    private static List<SourceEvent> events(JsonValue document, EventSources sources, @Nullable EventSource only) {
        DocumentSource source = only != null ? sources.documents(only) : sources.of(document);
        return source.events(document);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    /** A part of a log can't be used. Events read before it are valid. */
    public static final class SourceLogException extends IOException {
        private static final long serialVersionUID = 1;

        SourceLogException(String message) {
            super(message);
        }
    }
}
