// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.incident;

import io.kguard.capture.EventBuilder;
import io.kguard.capture.EventScript;
import io.kguard.engine.Explanation;
import io.kguard.engine.RuleOutcome;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Session;
import io.kguard.event.EventSource;
import io.kguard.internal.condition.Clause;
import io.kguard.internal.condition.Clause.Outcome;
import io.kguard.internal.message.Wording;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes events that trigger the rule of an alert, from what the alert says. */
public final class WrittenIncident {
    private final RuleSet rules;

    /**
     * Writes incidents for a set of rules.
     *
     * @param rules the rules, with explanations; the rule that fired is among them
     */
    public WrittenIncident(RuleSet rules) {
        this.rules = rules;
    }

    /**
     * The event script of an alert.
     *
     * @return an event script on which the alert's rule fires
     * @throws IncidentException if none of the scripts that the alert may stand for triggers its rule
     */
    public String script(FalcoAlert alert) {
        KnownRules.require(rules, alert.rule());
        if (!alert.source().equals(EventSource.SYSCALL.label())) {
            throw new IncidentException("the alert is of the source " + alert.source()
                    + ". Make the test of the event itself: " + Wording.given("log") + "=FILE.json");
        }
        @Nullable RuleOutcome best = null;
        for (String script : AlertScript.candidates(alert)) {
            RuleOutcome outcome = play(alert.rule(), script);
            if (outcome.eventsMatched() > 0) {
                return script;
            }
            if (best == null || reach(outcome) > reach(best)) {
                best = outcome;
            }
        }
        throw new IncidentException("the rule \"" + alert.rule() + "\" does not fire on what the alert says" + why(best)
                + "\nThe alert does not have all that the condition looks at. Add the missing field to the rule's output, or"
                + " make the test of a capture: " + Wording.given("capture") + "=FILE.scap");
    }

    private RuleOutcome play(String rule, String script) {
        EventBuilder events = EventScript.parse(
                "the script of the alert", script, rules.options().version());
        Session session = Session.of(rules, alert -> {});
        events.play(session, session::judge);
        return session.outcomes().stream()
                .filter(outcome -> outcome.rule().name().equals(rule))
                .findFirst()
                .orElseThrow();
    }

    private static int reach(RuleOutcome outcome) {
        return outcome.closest().isEmpty() ? -1 : outcome.closest().get(0).reach();
    }

    private static String why(@Nullable RuleOutcome outcome) {
        if (outcome == null || outcome.closest().isEmpty()) {
            return ": no event of it has a type that the rule looks at.";
        }
        Explanation closest = outcome.closest().get(0);
        if (closest.takenBy().isPresent()) {
            return ": the rule \"" + closest.takenBy().get().name() + "\" takes the event first.";
        }
        return closest.clauses().stream()
                .filter(clause -> clause.outcome() == Outcome.NO)
                .map(WrittenIncident::innermost)
                .map(clause -> "\n  does not hold: " + clause.text()
                        + (clause.actual() == null ? "" : "   (the value is " + clause.actual() + ")"))
                .collect(Collectors.joining("", ":", ""));
    }

    private static Clause innermost(Clause clause) {
        List<Clause> failing = clause.children().stream()
                .filter(child -> child.outcome() == Outcome.NO)
                .toList();
        return failing.size() == 1 ? innermost(failing.get(0)) : clause;
    }
}
