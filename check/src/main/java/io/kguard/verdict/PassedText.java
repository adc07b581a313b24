// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.engine.Explanation;
import io.kguard.engine.RuleOutcome;
import java.util.Optional;

/** Says of a check that passed which event made the rule fire, or which came closest: clause by clause. */
final class PassedText {
    private PassedText() {}

    static String of(RuleOutcome outcome) {
        Optional<Explanation> shown = outcome.eventsMatched() > 0
                ? outcome.firstMatch()
                : outcome.closest().stream().findFirst();
        return shown.map(explanation -> text(outcome, explanation)).orElse("");
    }

    private static String text(RuleOutcome outcome, Explanation shown) {
        StringBuilder text = new StringBuilder(
                outcome.eventsMatched() > 0
                        ? "The rule fired first on event "
                        : reached(outcome.eventsReached()) + " the rule; the closest was event ");
        text.append(shown.eventNumber()).append(", ").append(shown.event()).append(":\n");
        ClauseTable.append(text, shown.clauses());
        return text.toString();
    }

    private static String reached(long events) {
        return events == 1 ? "1 event reached" : events + " events reached";
    }
}
