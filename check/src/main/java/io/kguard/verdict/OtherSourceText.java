// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.event.EventSource;
import io.kguard.rule.Rule;
import java.util.Optional;

/** Explains that no event reached a rule because no event had its source. */
final class OtherSourceText {
    private OtherSourceText() {}

    /** The explanation; empty if the rule's source is not the cause. */
    static Optional<String> of(Detections detections, Rule rule) {
        boolean forAudit = rule.source().equals(EventSource.K8S_AUDIT.label());
        boolean fromAudit = detections.origin() == EventOrigin.AUDIT;
        if (forAudit == fromAudit) {
            return Optional.empty();
        }
        return Optional.of(
                forAudit
                        ? "None of the " + detections.eventsSeen()
                                + " events is an audit event, but the rule has the"
                                + " source " + rule.source()
                                + ".\nPlay a scenario with a cluster, or test the rule on an"
                                + " audit log."
                        : "The " + detections.eventsSeen() + " events come from an audit log, but the rule has the"
                                + " source " + rule.source() + ".\nTest the rule on a scenario or a capture.");
    }
}
