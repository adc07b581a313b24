// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.engine.RuleOutcome;

/** Explains that fields of a rule had no value, because no event describes a cluster. */
final class UnavailableFieldsText {
    private UnavailableFieldsText() {}

    /** The doubt about a rule that stayed silent. */
    static String ofSilence(Detections detections, RuleOutcome outcome) {
        return "It stayed silent, but that proves nothing. " + of(detections, outcome);
    }

    /** What is missing, and what to do. */
    static String of(Detections detections, RuleOutcome outcome) {
        String fields = String.join(", ", outcome.unavailableFields());
        return "Its condition reads " + fields + ", which had no value for any event: "
                + switch (detections.origin()) {
                    case LIVE -> "the scenario has no cluster.\nAdd to it: cluster: {}";
                    case CAPTURE ->
                        "the capture has no events of the plugin k8smeta.\nRecord it from a scenario with a cluster,"
                                + " or by a Falco that has the plugin.";
                    case AUDIT, LOG, WRITTEN ->
                        "only a cluster gives " + (outcome.unavailableFields().size() == 1 ? "it" : "them")
                                + " one.\nTest the rule on a scenario with cluster: {}.";
                };
    }
}
