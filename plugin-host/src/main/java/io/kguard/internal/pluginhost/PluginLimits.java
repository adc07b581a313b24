// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.pluginhost;

import java.time.Duration;

/**
 * How much a plugin may take.
 *
 * @param answer how long it may take to load, to open its source, to make some events, or to read the fields of an event
 * @param silence how long its source may have no event
 * @param events the number of events of its source
 * @param bytes the bytes of these events
 */
public record PluginLimits(Duration answer, Duration silence, long events, long bytes) {
    /** What plugins may take unless a test says otherwise. */
    public static final PluginLimits DEFAULT =
            new PluginLimits(Duration.ofSeconds(20), Duration.ofSeconds(20), 10_000_000, 4L << 30);
}
