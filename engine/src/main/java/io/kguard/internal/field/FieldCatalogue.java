// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.FieldException.Reason;
import io.kguard.internal.message.Nearest;
import io.kguard.internal.source.EventSources;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All fields of a source's events in a version of Falco, with how each is read. Immutable. */
public final class FieldCatalogue {
    /** Enough for the versions and sources of a run; the sources of runs long ago are forgotten. */
    private static final int MOST_KEPT = 128;

    private static final Map<Key, FieldCatalogue> KEPT = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, FieldCatalogue> eldest) {
            return size() > MOST_KEPT;
        }
    };

    private record Key(EventSources sources, EventSource source, FalcoVersion version) {}

    /**
     * A field that was found at the start of a text.
     *
     * @param field the field
     * @param end where the text after it and its argument begins
     */
    public record Match(Field field, int end) {}

    private final EventSources sources;
    private final EventSource source;
    private final FalcoVersion version;
    private final Bindings bindings;
    private final ArgumentReader arguments;
    private final List<FieldDefinition> definitions;
    private final Map<String, FieldDefinition> byName = new HashMap<>();
    private final int longestName;

    private FieldCatalogue(EventSources sources, EventSource source, FalcoVersion version) {
        this.sources = sources;
        this.source = source;
        this.version = version;
        this.bindings = FieldGroups.of(sources, source, version);
        this.arguments = new ArgumentReader(version);
        this.definitions = FieldGroups.definitions(sources, source, version, bindings);
        int longest = 0;
        for (FieldDefinition definition : definitions) {
            byName.put(definition.name(), definition);
            longest = Math.max(longest, definition.name().length());
        }
        this.longestName = longest;
    }

    /** The fields of source {@code syscall}. */
    public static FieldCatalogue of(FalcoVersion version) {
        return of(EventSources.BUILT_IN, EventSource.SYSCALL, version);
    }

    /**
     * The fields of a source.
     *
     * @param sources the sources that are known, with this one
     */
    public static FieldCatalogue of(EventSources sources, EventSource source, FalcoVersion version) {
        Key key = new Key(sources, source, version);
        synchronized (KEPT) {
            FieldCatalogue kept = KEPT.get(key);
            if (kept == null) {
                kept = new FieldCatalogue(sources, source, version);
                KEPT.put(key, kept);
            }
            return kept;
        }
    }

    /** The sources that are known. */
    public EventSources sources() {
        return sources;
    }

    public EventSource source() {
        return source;
    }

    public FalcoVersion version() {
        return version;
    }

    /** All fields, in Falco's order. */
    public List<FieldDefinition> definitions() {
        return definitions;
    }

    /** The definition of a name without an argument, or null if unknown. */
    public @Nullable FieldDefinition definition(String name) {
        return byName.get(name);
    }

    /**
     * Resolves a field in a condition.
     *
     * @param text the name with its argument: {@code proc.name}, {@code proc.aname[2]}, {@code evt.arg.flags}; the
     *     argument without quotes
     * @throws FieldException if there is no such field, its argument is wrong, or kguard does not compute it
     */
    public Field resolve(String text) {
        Match match = match(text, 0);
        if (match == null || match.end() != text.length()) {
            throw nonexistent(text);
        }
        return match.field();
    }

    /**
     * Finds the field with the longest name at a position, as output templates do.
     *
     * @param start where the name begins
     * @return the field and where it ends, or null if there is no field's name
     * @throws FieldException if the argument is wrong, or kguard does not compute the field
     */
    public @Nullable Match match(String text, int start) {
        FieldDefinition definition = longest(text, start);
        if (definition == null) {
            return null;
        }
        int end = start + definition.name().length();
        ArgumentReader.Argument argument = arguments.read(definition, text, start, end);
        if (!definition.implemented()) {
            throw new FieldException(
                    Reason.NOT_IMPLEMENTED,
                    "kguard does not compute the field " + definition.name()
                            + ", so a rule that needs it can't be judged");
        }
        Bindings.Binding binding = bindings.get(definition.name());
        Bindings.Bound bound = binding == null
                ? new Bindings.Bound(definition, context -> false)
                : binding.bind(definition, argument.text());
        Field field = new Field(
                bound.definition(),
                text.substring(start, argument.end()),
                argument.text(),
                bound.quantifier(),
                bound.loader(),
                bound.values());
        return new Match(field, argument.end());
    }

    /** The name of the field that was probably meant, or null if none is close. */
    public @Nullable String nearest(String name) {
        return Nearest.of(name, byName.keySet());
    }

    private FieldException nonexistent(String text) {
        int bracket = text.indexOf('[');
        String suggestion = nearest(bracket < 0 ? text : text.substring(0, bracket));
        return new FieldException(Reason.NONEXISTENT, "filter_check called with nonexistent field " + text, suggestion);
    }

    private static boolean isOfName(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.';
    }

    private @Nullable FieldDefinition longest(String text, int start) {
        int end = start;
        while (end < text.length() && end - start < longestName && isOfName(text.charAt(end))) {
            end++;
        }
        int longest = end - start;
        for (int length = longest; length > 0; length--) {
            FieldDefinition definition = byName.get(text.substring(start, start + length));
            if (definition != null) {
                return definition;
            }
        }
        return null;
    }
}
