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
        String source = rule.source();
        boolean ofSystemCalls = source.equals(EventSource.SYSCALL.label());
        boolean forAudit = source.equals(EventSource.K8S_AUDIT.label());
        return switch (detections.origin()) {
            case AUDIT ->
                forAudit
                        ? Optional.empty()
                        : Optional.of("The " + detections.eventsSeen()
                                + " events come from an audit log, but the rule has the"
                                + " source " + source + ".\nTest the rule on a "
                                + (ofSystemCalls ? "scenario or a capture." : "log of that source: log."));
            case LOG ->
                Optional.of("None of the " + detections.eventsSeen() + " events of the log is of the rule's source "
                        + source
                        + "."
                        + (ofSystemCalls ? "\nTest the rule on a scenario or a capture." : ""));
            case LIVE, CAPTURE, WRITTEN ->
                ofSystemCalls
                        ? Optional.empty()
                        : Optional.of("None of the " + detections.eventsSeen()
                                + (forAudit
                                        ? " events is an audit event"
                                        : " events is of another source than system calls")
                                + ", but the rule has the source " + source + ".\n" + remedy(source));
        };
    }

    private static String remedy(String source) {
        if (source.equals(EventSource.K8S_AUDIT.label())) {
            return "Play a scenario with a cluster, or test the rule on an audit log.";
        }
        return source.equals(EventSource.CODING_AGENT.label())
                ? "Let a coding agent run a step (agent), or test the rule on a log of that source: log."
                : "Test the rule on a log of that source: log.";
    }
}
