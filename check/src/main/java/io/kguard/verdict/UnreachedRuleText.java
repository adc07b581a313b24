// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.engine.RuleOutcome;
import java.util.Optional;

/** Explains that a silent rule proves nothing because no event reached it. */
final class UnreachedRuleText {
    private UnreachedRuleText() {}

    static String of(Detections detections, RuleOutcome outcome) {
        return silence(detections, outcome) + UnloggedText.of(detections, outcome.rule());
    }

    private static String silence(Detections detections, RuleOutcome outcome) {
        if (outcome.eventsReached() > 0) {
            return "It stayed silent, but only events before the first step, or of containers' own programs, reached its"
                    + " condition. Its silence proves nothing about the steps."
                    + "\nLet a step cause an event of the types that the rule looks at (evt.type).";
        }
        if (outcome.eventsHidden() > 0) {
            return "It stayed silent, but earlier rules matched all " + outcome.eventsHidden()
                    + " events of its types first, so its condition was never evaluated."
                    + "\nLet the scenario cause an event that only this rule looks at, or match all rules.";
        }
        Optional<String> otherSource = OtherSourceText.of(detections, outcome.rule());
        if (otherSource.isPresent()) {
            return "It stayed silent, but that proves nothing. " + otherSource.get();
        }
        if (detections.origin() == EventOrigin.CAPTURE) {
            return ofCapture(detections, outcome);
        }
        return "It stayed silent, but none of the " + detections.eventsSeen()
                + " events reached its condition, so its silence proves nothing."
                + "\nLet the scenario cause an event of the types that the rule looks at (evt.type).";
    }

    /** A capture lacks events that its recorder left out, and does not say which those are. */
    static String ofCapture(Detections detections, RuleOutcome outcome) {
        return OtherSourceText.of(detections, outcome.rule())
                .orElse("None of the " + detections.eventsSeen()
                        + " events of the capture has a type that the rule looks at (evt.type)."
                        + "\nThe capture does not say whether such events did not happen or were not recorded."
                        + " Record it again with all types of events.");
    }
}
