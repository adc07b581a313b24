// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.engine.Alert;
import io.kguard.engine.EventCause;
import io.kguard.engine.RuleOutcome;
import java.util.EnumSet;

/** Explains that a rule fired, but not because of a step. */
final class OtherCauseText {
    private OtherCauseText() {}

    static String of(Detections detections, RuleOutcome outcome) {
        boolean byContainers = outcome.counts(EnumSet.of(EventCause.CONTAINERS)).matched() > 0;
        String rule = outcome.rule().name();
        StringBuilder text = new StringBuilder("Rule \"" + rule + "\" fired in scenario " + detections.scenario()
                + (byContainers ? ", but on nothing that a step started." : " only before the first step."));
        detections.alertsOf(rule).stream()
                .findFirst()
                .map(Alert::message)
                .ifPresent(message -> text.append("\n  ").append(message));
        return text.append(
                        byContainers
                                ? "\n  A container's own program set it off, perhaps without the steps."
                                        + "\n  If a step makes that program do it, say: fires: [{rule: \""
                                : "\n  The start of the pods set it off, not the steps."
                                        + "\n  If the scenario is about the start, say: fires: [{rule: \"")
                .append(rule)
                .append(
                        byContainers
                                ? "\", from: containers}], and add a twin with the same pods"
                                : "\", from: start}]")
                .toString();
    }
}
