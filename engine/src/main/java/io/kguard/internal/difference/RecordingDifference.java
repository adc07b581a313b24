// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.difference;

import java.nio.file.Path;
import java.util.List;

/**
 * How the alerts on a recording differ between the two sides.
 *
 * @param recording the file
 * @param before how many alerts the old version gives
 * @param after how many the new version gives
 * @param rules the rules whose alerts differ
 * @param replacedAlerts alerts that another rule raises; empty if the sides give written events other times
 * @param doubts why alerts may be missing
 */
public record RecordingDifference(
        Path recording,
        int before,
        int after,
        List<RuleDifference> rules,
        List<ReplacedAlerts> replacedAlerts,
        List<String> doubts) {
    /** Copies the lists. */
    public RecordingDifference {
        rules = List.copyOf(rules);
        replacedAlerts = List.copyOf(replacedAlerts);
        doubts = List.copyOf(doubts);
    }
}
