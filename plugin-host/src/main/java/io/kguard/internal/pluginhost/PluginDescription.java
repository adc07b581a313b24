// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.pluginhost;

import java.util.List;
import java.util.Set;

/**
 * What a plugin says about itself.
 *
 * @param identity who it is
 * @param id the id of its events; 0 if it has none
 * @param source the name of its source of events; empty if it has none
 * @param capabilities what it can do
 * @param extractSources the sources whose events it reads fields of; empty for its own, or for all if it has none
 * @param fields the fields that it reads
 * @param takesJson whether its configuration must be JSON
 */
record PluginDescription(
        Identity identity,
        int id,
        String source,
        Set<PluginCapability> capabilities,
        List<String> extractSources,
        List<PluginField> fields,
        boolean takesJson) {
    /**
     * Who a plugin is.
     *
     * @param name its name
     * @param version its own version
     * @param apiVersion the version of Falco's plugin API that it needs
     * @param description what it is for
     * @param contact whom to ask
     */
    public record Identity(String name, String version, String apiVersion, String description, String contact) {}

    public PluginDescription {
        capabilities = Set.copyOf(capabilities);
        extractSources = List.copyOf(extractSources);
        fields = List.copyOf(fields);
    }

    /** Whether it can do something. */
    public boolean can(PluginCapability capability) {
        return capabilities.contains(capability);
    }

    /** Whether it reads fields of the events of a source. */
    public boolean extractsFrom(String of) {
        return can(PluginCapability.EXTRACTION)
                && (of.equals(source) || extractSources.contains(of) || extractSources.isEmpty() && source.isEmpty());
    }
}
