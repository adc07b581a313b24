// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.batch;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The outcome of a capture.
 *
 * @param capture its name
 * @param events the number of its events that were read
 * @param alerts the number of alerts
 * @param byRule the number of alerts of each rule
 * @param problem why alerts may be missing; empty if there is no doubt
 */
public record CaptureOutcome(String capture, long events, long alerts, Map<String, Long> byRule, String problem)
        implements Serializable {
    /** Copies the map. */
    public CaptureOutcome {
        byRule = Collections.unmodifiableMap(new TreeMap<>(byRule));
    }
}
