// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.engine.EventCause;
import io.kguard.engine.RuleOutcome;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Finds out whether a scenario's checks would end the same without its steps. Checks that count only what steps cause answer
 * that themselves.
 */
final class UncountedSteps {
    private static final Set<EventCause> STEPS = EnumSet.of(EventCause.STEPS);

    private UncountedSteps() {}

    /** Says that no check counts anything that the steps caused; empty if one does, or if there are no steps. */
    static String doubt(Scenario scenario, Supplier<List<RuleOutcome>> outcomes) {
        List<Expectation> expectations = scenario.expectations();
        if (scenario.steps().isEmpty()
                || expectations.isEmpty()
                || expectations.stream().anyMatch(expectation -> counts(expectation, outcomes))) {
            return "";
        }
        return "no check of the scenario counts anything that its steps cause: all its rules do the same without them"
                + "\nIf the start of the pods is the whole attack, say: steps: []. Else let a step trigger a rule that is"
                + " in fires without from: start.";
    }

    private static boolean counts(Expectation expectation, Supplier<List<RuleOutcome>> outcomes) {
        if (expectation.from() != Expectation.From.START || expectation.outcome() == Expectation.Outcome.BLIND) {
            return true;
        }
        List<RuleOutcome> ofRule = outcomes.get().stream()
                .filter(outcome -> outcome.rule().name().equals(expectation.rule()))
                .toList();
        // a rule that is not there is a fault of its own, and a recording needs none
        return ofRule.isEmpty()
                || ofRule.stream()
                        .map(outcome -> outcome.counts(STEPS))
                        .anyMatch(steps -> expectation.isFires() ? steps.matched() > 0 : steps.reached() > 0);
    }
}
