// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.source.EventSources;
import io.kguard.rule.Requirements.Plugin;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The sources whose rules are loaded: system calls, and those whose plugin is there. Rules of others are left out. */
final class LoadedSources {
    private final EventSources known;
    private final FalcoVersion version;
    private final Set<String> labels;

    LoadedSources(EventSources known, FalcoVersion version, List<Plugin> plugins) {
        this.known = known;
        this.version = version;
        this.labels = known.all().stream()
                .filter(source -> source.equals(EventSource.SYSCALL)
                        || plugins.stream().anyMatch(plugin -> plugin.name().equals(source.plugin())))
                .map(EventSource::label)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** All that the run knows, loaded or not. */
    EventSources known() {
        return known;
    }

    boolean contains(String label) {
        return labels.contains(label);
    }

    /** Their names, for messages. */
    String names() {
        return String.join(", ", new TreeSet<>(labels));
    }

    /** The source of a plugin, whose name is easily mistaken for it. */
    Optional<String> ofPlugin(String plugin) {
        return known.all().stream()
                .filter(source -> source.plugin().equals(plugin))
                .map(EventSource::label)
                .filter(labels::contains)
                .findFirst();
    }

    /**
     * The fields of a source.
     *
     * @throws IllegalArgumentException if the run does not know it
     */
    FieldCatalogue fields(String label) {
        EventSource source = known.named(label)
                .orElseThrow(() -> new IllegalArgumentException("a rule of the unknown source " + label));
        return FieldCatalogue.of(known, source, version);
    }
}
