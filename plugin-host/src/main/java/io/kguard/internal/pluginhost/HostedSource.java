// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.pluginhost;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.kguard.event.Event;
import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.event.JsonException;
import io.kguard.event.JsonValue;
import io.kguard.event.SourceEvent;
import io.kguard.internal.source.DocumentSource;
import io.kguard.internal.source.SourceEventException;
import io.kguard.internal.source.SourceField;
import io.kguard.internal.source.SourceField.Extraction;
import io.kguard.internal.source.SourcePlugin;
import io.kguard.internal.source.SourcePlugin.FoundValues;
import io.kguard.internal.source.SourcePlugin.PluginException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The event source of a plugin that runs in a process of its own. Thread-safe. */
final class HostedSource implements DocumentSource, SourcePlugin, AutoCloseable {
    /** The document of an event that is no JSON. */
    private static final JsonValue NO_JSON = JsonValue.parse("null");

    /** How much Falco shows of an event for which its plugin has no words. */
    private static final int SHOWN = 50;

    private final PluginLibrary library;
    private final PluginLimits limits;
    private final HostedPlugin plugin;
    private final EventSource source;
    private final Map<String, PluginField> fields = new LinkedHashMap<>();
    private final Map<String, Failures> failures = new LinkedHashMap<>();

    /** How often a field could not be read, and what the plugin said the first time. */
    private record Failures(long count, String first) {}

    /**
     * Loads a plugin.
     *
     * @throws PluginException if it can't be used, has no source, or takes names that are Falco's own
     */
    static HostedSource load(PluginLibrary library, PluginLimits limits) {
        HostedPlugin plugin = HostedPlugin.load(library, limits);
        try {
            return new HostedSource(library, limits, plugin);
        } catch (PluginException e) {
            plugin.close();
            throw e;
        }
    }

    private HostedSource(PluginLibrary library, PluginLimits limits, HostedPlugin plugin) {
        this.library = library;
        this.limits = limits;
        this.plugin = plugin;
        PluginDescription description = plugin.description();
        String name = description.name();
        if (!description.can(PluginCapability.SOURCING)) {
            throw new PluginException(
                    name,
                    "it reads fields of the events of others, and has no event source of its own. kguard loads plugins that have"
                            + " one");
        }
        this.source = new EventSource(description.source(), name, Integer.toUnsignedLong(description.id()));
        for (PluginField field : description.fields()) {
            if (field.name().matches("(evt|json|jevt)\\..*")) {
                throw new PluginException(name, "it has the field " + field.name() + ", a name that is Falco's own");
            }
            fields.put(field.name(), field);
        }
    }

    /** What the plugin could not read, one sentence for each field. */
    synchronized List<String> failures() {
        return failures.entrySet().stream()
                .map(entry -> "plugin " + source.plugin() + ": it failed "
                        + (entry.getValue().count() == 1
                                ? "once"
                                : entry.getValue().count() + " times")
                        + " to read the field " + entry.getKey() + ", which Falco takes for no value. It says: "
                        + entry.getValue().first())
                .toList();
    }

    private synchronized void note(String field, String error) {
        failures.merge(field, new Failures(1, error), (old, more) -> new Failures(old.count() + 1, old.first()));
    }

    @Override
    public EventSource source() {
        return source;
    }

    /** The plugin's library. */
    Path file() {
        return library.file();
    }

    @Override
    public String pluginVersion() {
        return plugin.description().version();
    }

    @Override
    public FalcoVersion since() {
        return FalcoVersion.V0_40;
    }

    @Override
    public List<SourceField> fields() {
        return fields.values().stream().map(this::field).toList();
    }

    private SourceField field(PluginField field) {
        return new SourceField(
                field.name(),
                field.type(),
                field.isList(),
                field.argument(),
                SourceField.Lack.NONE,
                "",
                field.isRead() ? new Extraction.Planned(this) : null);
    }

    @Override
    public List<String> suggested() {
        return fields.values().stream()
                .filter(PluginField::isSuggested)
                .map(PluginField::name)
                .toList();
    }

    @Override
    public Optional<String> summary() {
        return Optional.of("%evt.plugininfo");
    }

    @Override
    public SourcePlugin plugin() {
        return this;
    }

    @Override
    public JsonValue document(String payload) {
        try {
            return JsonValue.parse(payload);
        } catch (JsonException e) {
            return NO_JSON; // only the plugin knows what it is
        }
    }

    @Override
    public boolean wrote(JsonValue document) {
        return false;
    }

    @Override
    public List<SourceEvent> events(JsonValue document) {
        throw new SourceEventException("the plugin " + source.plugin() + " alone makes events of the source " + source);
    }

    @Override
    public int plan(String field, @Nullable String argument) {
        PluginField asked = fields.get(field);
        if (asked == null) {
            throw new IllegalArgumentException(field + " is no field of the plugin " + source.plugin());
        }
        return plugin.plan(asked, argument);
    }

    @Override
    public List<FoundValues> values(Event event) {
        List<FoundValues> values = plugin.values(event.number(), of(event));
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) instanceof FoundValues.Failed failed) {
                note(plugin.planned(i), failed.error());
            }
        }
        return values;
    }

    private static PluginEvent of(Event event) {
        return new PluginEvent(event.timestamp(), event.bytes(1).getBytes(ISO_8859_1));
    }

    @Override
    public String text(Event event) {
        String text = plugin.text(event.number(), of(event));
        return text.isEmpty() ? shown(event.bytes(1)) : text;
    }

    private static String shown(String data) {
        StringBuilder text = new StringBuilder("datalen=" + data.length() + " data=");
        for (int i = 0; i < data.length() && i < SHOWN; i++) {
            if (data.charAt(i) < ' ' || data.charAt(i) > '~') {
                return text.append("<binary>").toString();
            }
        }
        return text.append(data, 0, Math.min(data.length(), SHOWN))
                .append(data.length() > SHOWN ? "..." : "")
                .toString();
    }

    /** Opens it in a process of its own, for the files that a plugin may read are decided before it is loaded. */
    @Override
    public void read(String params, Consumer<SourceEvent> consumer) {
        try (HostedPlugin opener = HostedPlugin.load(library.withReadable(NamedFiles.in(params)), limits)) {
            opener.read(params, event -> consumer.accept(new HostedEvent(this, event)));
        }
    }

    /** Ends the plugin. */
    @Override
    public void close() {
        plugin.close();
    }
}
