// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.pluginhost;

import io.kguard.internal.source.EventSources;
import io.kguard.internal.source.SourcePlugin.PluginException;
import io.kguard.output.FalcoPlugin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The plugins of a {@code falco.yaml} that a run loads: those that the user names, for their libraries are programs. */
public final class LoadedPlugins implements AutoCloseable {
    private final List<HostedSource> sources = new ArrayList<>();
    private final List<String> opened = new ArrayList<>();

    /** None yet. */
    public LoadedPlugins() {}

    /**
     * Loads plugins, in Falco's order.
     *
     * @param named the names of those to load
     * @param known the plugins of the {@code falco.yaml}
     * @throws PluginException if one can't be used
     * @throws IllegalArgumentException if one is not among those of the {@code falco.yaml}
     */
    public void load(List<String> named, List<FalcoPlugin> known) {
        for (String name : named) {
            if (known.stream().noneMatch(plugin -> plugin.name().equals(name))) {
                throw new IllegalArgumentException("the falco.yaml has Falco load no plugin " + name);
            }
        }
        for (FalcoPlugin plugin : known) {
            if (named.contains(plugin.name())) {
                String config = plugin.initConfig();
                sources.add(HostedSource.load(
                        new PluginLibrary(plugin.name(), plugin.library(), config, NamedFiles.in(config)),
                        PluginLimits.DEFAULT));
                opened.add(plugin.openParams());
            }
        }
    }

    /**
     * The sources of a run: those of the plugins in place of others with the same names.
     *
     * @throws IllegalArgumentException if two plugins have the same source
     */
    public EventSources sources(EventSources others) {
        return sources.isEmpty() ? others : others.with(List.copyOf(sources));
    }

    /** The files of their libraries. */
    public List<Path> libraries() {
        return sources.stream().map(HostedSource::file).toList();
    }

    /** What the {@code falco.yaml} says that the loaded plugin opens; empty if it says nothing, or if several are loaded. */
    public String openParams() {
        return opened.size() == 1 ? opened.get(0) : "";
    }

    /** What the plugins could not read, a sentence for each field. */
    public List<String> failures() {
        return sources.stream().flatMap(source -> source.failures().stream()).toList();
    }

    /** Ends the plugins. */
    @Override
    public void close() {
        sources.forEach(HostedSource::close);
    }
}
