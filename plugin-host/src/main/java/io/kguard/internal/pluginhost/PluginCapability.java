// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.pluginhost;

import java.util.EnumSet;
import java.util.Set;

/** What a plugin can do, in the words of Falco's plugin API. */
enum PluginCapability {
    /** It has events of its own. */
    SOURCING("event sourcing"),
    /** It reads fields of events. */
    EXTRACTION("field extraction"),
    /** It learns from events, mostly for tables of threads. */
    PARSING("event parsing"),
    /** It puts events between those of other sources. */
    ASYNC("async events"),
    /** It is told when a capture begins and ends. */
    LISTENING("capture listening");

    private final String label;

    PluginCapability(String label) {
        this.label = label;
    }

    /** The name for messages. */
    public String label() {
        return label;
    }

    /** Those of a set of bits, as the host sends them. */
    static Set<PluginCapability> of(int bits) {
        Set<PluginCapability> all = EnumSet.noneOf(PluginCapability.class);
        for (PluginCapability capability : values()) {
            if ((bits & 1 << capability.ordinal()) != 0) {
                all.add(capability);
            }
        }
        return all;
    }
}
