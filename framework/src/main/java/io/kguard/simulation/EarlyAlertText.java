// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.engine.Alert;
import io.kguard.engine.RuleOutcome;

/** Explains that a rule fired only while the pods started. */
final class EarlyAlertText {
    private EarlyAlertText() {}

    static String of(Detections detections, RuleOutcome outcome) {
        String rule = outcome.rule().name();
        StringBuilder text = new StringBuilder(
                "Rule \"" + rule + "\" fired in scenario " + detections.scenario() + " only before the first step.");
        detections.alertsOf(rule).stream()
                .findFirst()
                .map(Alert::message)
                .ifPresent(message -> text.append("\n  ").append(message));
        return text.append("\n  The start of the pods set it off, not the steps.")
                .append("\n  If the scenario is about the start, say: fires: [{rule: \"")
                .append(rule)
                .append("\", from: start}]")
                .toString();
    }
}
