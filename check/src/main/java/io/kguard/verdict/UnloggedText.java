// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.event.EventSource;
import io.kguard.rule.Rule;

/** Says what a rule on audit events can't see because of the cluster's audit policy. */
final class UnloggedText {
    private UnloggedText() {}

    /** The explanation, each line of which begins a new one; empty if the policy keeps nothing from the rule. */
    static String of(Detections detections, Rule rule) {
        if (detections.unlogged().isEmpty() || !rule.source().equals(EventSource.K8S_AUDIT.label())) {
            return "";
        }
        return "\nThe audit policy keeps this from the rule:\n  " + String.join("\n  ", detections.unlogged());
    }
}
