// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.engine.Explanation;
import io.kguard.engine.RuleOutcome;
import java.util.Optional;

/** Explains why a rule that should have fired did not: the closest event, clause by clause. */
final class SilentRuleText {
    private SilentRuleText() {}

    static String of(Detections detections, RuleOutcome outcome) {
        return silence(detections, outcome)
                + UnloggedText.of(detections, outcome.rule()).replace("\n", "\n  ");
    }

    private static String silence(Detections detections, RuleOutcome outcome) {
        StringBuilder text = new StringBuilder(
                "Rule \"" + outcome.rule().name() + "\" did not fire in scenario " + detections.scenario() + ".\n  ");
        if (outcome.closest().isEmpty()) {
            return text.append(unreached(detections, outcome)).toString();
        }
        Explanation closest = outcome.closest().get(0);
        text.append(outcome.eventsReached()).append(" of ").append(detections.eventsSeen());
        text.append(" events reached it; the closest was event ")
                .append(closest.eventNumber())
                .append(", ")
                .append(closest.event())
                .append(":\n");
        ClauseTable.append(text, closest.clauses());
        closest.takenBy()
                .ifPresent(rule -> text.append("\n  Rule \"")
                        .append(rule.name())
                        .append("\" comes earlier and matched that event first. An event triggers only one rule.")
                        .append("\n  Move one of the two, make the earlier one narrower, or match all rules."));
        if (!outcome.unavailableFields().isEmpty()) {
            text.append("\n  ")
                    .append(UnavailableFieldsText.of(detections, outcome).replace("\n", "\n  "));
        }
        return text.toString();
    }

    private static String unreached(Detections detections, RuleOutcome outcome) {
        if (outcome.eventsHidden() > 0) {
            return "Earlier rules matched all " + outcome.eventsHidden()
                    + " events of its types first. An event triggers only one rule."
                    + "\n  Move the rule up, make the earlier ones narrower, or match all rules.";
        }
        Optional<String> otherSource = OtherSourceText.of(detections, outcome.rule());
        if (otherSource.isPresent()) {
            return otherSource.get().replace("\n", "\n  ");
        }
        return "None of the " + detections.eventsSeen() + " events has a type that the rule looks at.\n"
                + "  Check evt.type in its condition, and whether the scenario does what the rule is about.";
    }
}
