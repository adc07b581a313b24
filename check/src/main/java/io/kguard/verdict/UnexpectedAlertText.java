// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.engine.Alert;
import io.kguard.engine.EventCause;
import io.kguard.engine.RuleOutcome;
import java.util.List;
import java.util.Set;

/** Explains why a rule that should have stayed silent fired. */
final class UnexpectedAlertText {
    private UnexpectedAlertText() {}

    /**
     * The text.
     *
     * @param causes the causes of events on which it should not have fired
     */
    static String of(Detections detections, RuleOutcome outcome, Set<EventCause> causes) {
        String rule = outcome.rule().name();
        StringBuilder text = new StringBuilder(
                "Rule \"" + rule + "\" fired in scenario " + detections.scenario() + ", where it must stay silent.");
        long count = outcome.counts(causes).matched();
        text.append("\n  ").append(count == 1 ? "One alert" : count + " alerts, the first");
        List<Alert> alerts = detections.alertsOf(rule, causes);
        if (!alerts.isEmpty()) {
            text.append(", for event ").append(alerts.get(0).eventNumber()).append(":\n    ");
            text.append(alerts.get(0).message());
        }
        outcome.firstMatch().ifPresent(match -> {
            text.append("\n  Why the rule matched ").append(match.event()).append(":\n");
            ClauseTable.append(text, match.clauses());
        });
        return text.toString();
    }
}
