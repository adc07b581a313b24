// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.pluginhost;

import java.util.List;
import java.util.Set;

/**
 * What a plugin says about itself.
 *
 * @param name its name
 * @param version its own version
 * @param id the id of its events; 0 if it has none
 * @param source the name of its source of events; empty if it has none
 * @param capabilities what it can do
 * @param fields the fields that it reads
 * @param takesJson whether its configuration must be JSON
 */
record PluginDescription(
        String name,
        String version,
        int id,
        String source,
        Set<PluginCapability> capabilities,
        List<PluginField> fields,
        boolean takesJson) {
    public PluginDescription {
        capabilities = Set.copyOf(capabilities);
        fields = List.copyOf(fields);
    }

    /** Whether it can do something. */
    public boolean can(PluginCapability capability) {
        return capabilities.contains(capability);
    }
}
