// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.pluginhost;

import io.kguard.internal.source.EventSources;
import io.kguard.internal.source.PluginException;
import io.kguard.output.FalcoPlugin;
import java.util.ArrayList;
import java.util.List;

/** The plugins of a {@code falco.yaml} that a run loads: those that the user names, for their libraries are programs. */
public final class LoadedPlugins implements AutoCloseable {
    private final List<String> named;
    private final List<HostedPlugin> plugins = new ArrayList<>();
    private final List<HostedSource> sources = new ArrayList<>();

    /** None yet. */
    public LoadedPlugins(List<String> named) {
        this.named = List.copyOf(named);
    }

    /** The names of those that are loaded. */
    public List<String> named() {
        return named;
    }

    /**
     * Loads those that were named, in Falco's order.
     *
     * @param known the plugins of the {@code falco.yaml}
     * @return the sources of the run: kguard's own, and those of the plugins
     * @throws PluginException if one can't be used
     * @throws IllegalArgumentException if one is not among those of the {@code falco.yaml}
     */
    public EventSources load(List<FalcoPlugin> known) {
        for (String name : named) {
            if (known.stream().noneMatch(plugin -> plugin.name().equals(name))) {
                throw new IllegalArgumentException("the falco.yaml has Falco load no plugin " + name);
            }
        }
        for (FalcoPlugin plugin : known) {
            if (named.contains(plugin.name())) {
                HostedPlugin hosted = HostedPlugin.load(library(plugin), PluginLimits.DEFAULT);
                plugins.add(hosted);
                sources.add(new HostedSource(hosted));
            }
        }
        return EventSources.BUILT_IN.with(List.copyOf(sources));
    }

    /** What the plugins could not read, a sentence for each field. */
    public List<String> failures() {
        return sources.stream().flatMap(source -> source.failures().stream()).toList();
    }

    /** Ends the plugins. */
    @Override
    public void close() {
        plugins.forEach(HostedPlugin::close);
    }
}
