// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.engine.Alert;
import io.kguard.internal.message.Visible;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.ExpectedAlert;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Explains that a rule fired, but not as it is expected to: the closest alert, with what is expected beside what it is. */
final class OtherAlertText {
    private static final ExpectedAlert.Difference HEAD = new ExpectedAlert.Difference("", "expected", "actual");
    private static final int WIDEST = 60;

    private OtherAlertText() {}

    static String of(Detections detections, Expectation expectation, List<Alert> alerts) {
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
