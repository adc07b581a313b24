// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.observed;

import io.kguard.verdict.Detections;
import java.util.List;

/**
 * What was observed in an attack that does not prove its effect.
 *
 * @param scenario its id
 * @param fired the rules that fired
 * @param doubts why that can't be trusted; empty if it can
 */
record Observed(String scenario, List<String> fired, List<String> doubts) {
    Observed {
        fired = List.copyOf(fired);
        doubts = List.copyOf(doubts);
    }

    static Observed of(Detections detections) {
        return new Observed(
                detections.scenario(),
                detections.isTrusted() ? detections.firedRules() : List.of(),
                detections.doubts());
    }

    boolean isTrusted() {
        return doubts.isEmpty();
    }
}
