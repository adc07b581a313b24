// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.engine.Alert;
import io.kguard.scenario.Expectation;
import java.util.Comparator;
import java.util.List;

/** Explains that a rule fired, but not as it is expected to: the closest alert, difference by difference. */
final class OtherAlertText {
    private OtherAlertText() {}

    static String of(Detections detections, Expectation expectation, List<Alert> alerts) {
        StringBuilder text = new StringBuilder("Rule \"" + expectation.rule() + "\" fired in scenario "
                + detections.scenario() + ", but no alert is as expected.\n  ");
        Comparator<Alert> byDifferences = Comparator.comparingInt(
                alert -> expectation.alert().differences(alert).size());
        alerts.stream().min(byDifferences).ifPresent(closest -> {
            text.append(alerts.size() == 1 ? "The alert" : "The closest of " + alerts.size() + " alerts");
            text.append(", for event ").append(closest.eventNumber()).append(":\n    ");
            text.append(closest.message());
            expectation
                    .alert()
                    .differences(closest)
                    .forEach(difference -> text.append("\n    ").append(difference));
        });
        return text.toString();
    }
}
