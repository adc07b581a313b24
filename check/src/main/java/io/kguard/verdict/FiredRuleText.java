// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.engine.Alert;
import io.kguard.engine.EventCause;
import io.kguard.engine.RuleOutcome;
import io.kguard.internal.message.Visible;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Expectation.ExpectedAlert;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Explains that a rule fired, but not as a scenario expects. */
final class FiredRuleText {
    private static final ExpectedAlert.Difference HEAD = new ExpectedAlert.Difference("", "expected", "actual");
    private static final int WIDEST = 60;

    private FiredRuleText() {}

    /**
     * That it should have stayed silent.
     *
     * @param causes the causes of events on which it should not have fired
     */
    static String unexpected(Detections detections, RuleOutcome outcome, Set<EventCause> causes) {
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

    /** That no step made it fire. */
    static String otherCause(Detections detections, RuleOutcome outcome) {
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

    /** That no alert is as expected: the closest one, with what is expected beside what it is. */
    static String otherAlert(Detections detections, Expectation expectation, List<Alert> alerts) {
        StringBuilder text = new StringBuilder("Rule \"" + expectation.rule() + "\" fired in scenario "
                + detections.scenario() + ", but no alert is as expected.\n  ");
        Comparator<Alert> byDifferences = Comparator.comparingInt(
                alert -> expectation.alert().compared(alert).size());
        alerts.stream().min(byDifferences).ifPresent(closest -> {
            text.append(alerts.size() == 1 ? "The alert" : "The closest of " + alerts.size() + " alerts");
            text.append(", for event ").append(closest.eventNumber()).append(":\n    ");
            text.append(closest.message());
            List<ExpectedAlert.Difference> rows = new ArrayList<>(List.of(HEAD));
            rows.addAll(expectation.alert().compared(closest));
            int first = width(rows, ExpectedAlert.Difference::what);
            int second = width(rows, ExpectedAlert.Difference::expected);
            rows.forEach(row -> text.append("\n    ")
                    .append((padded(row.what(), first) + padded(row.expected(), second) + Visible.of(row.actual()))
                            .stripTrailing()));
        });
        return text.toString();
    }

    private static int width(List<ExpectedAlert.Difference> rows, Function<ExpectedAlert.Difference, String> column) {
        return rows.stream()
                .mapToInt(row -> Visible.of(column.apply(row)).length())
                .filter(width -> width <= WIDEST)
                .max()
                .orElse(0);
    }

    private static String padded(String text, int width) {
        String shown = Visible.of(text);
        return shown + " ".repeat(Math.max(0, width - shown.length()) + 2);
    }
}
