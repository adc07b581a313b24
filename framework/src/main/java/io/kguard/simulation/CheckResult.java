// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.engine.Measured;
import io.kguard.engine.RuleOutcome;
import io.kguard.scenario.Expectation;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The result of a check. A check is a pair of a scenario and a loaded rule, or a rule test.
 *
 * @param scenario the scenario's id
 * @param expectation the rule, and what is expected of it
 * @param source the source of the rule's events, such as {@code syscall}; empty if the rule is unknown
 * @param verdict the verdict
 * @param millis how long the simulation took
 * @param eventsSeen events of the simulation
 * @param eventsLost events that are missing or incomplete
 * @param origin where the events came from
 * @param notes what a reader should know although it changes no verdict
 * @param test the rule test, as {@code package.Class.method}; empty for the check of a scenario
 * @param measured what the events showed of the rule's condition; empty if nothing was measured
 */
@API(status = API.Status.INTERNAL)
public record CheckResult(
        String scenario,
        Expectation expectation,
        String source,
        Verdict verdict,
        long millis,
        long eventsSeen,
        long eventsLost,
        EventOrigin origin,
        List<String> notes,
        String test,
        Optional<Measured> measured) {
    public CheckResult {
        notes = List.copyOf(notes);
    }

    /** A result without measures. */
    public CheckResult(
            String scenario,
            Expectation expectation,
            String source,
            Verdict verdict,
            long millis,
            long eventsSeen,
            long eventsLost,
            EventOrigin origin,
            List<String> notes,
            String test) {
        this(
                scenario,
                expectation,
                source,
                verdict,
                millis,
                eventsSeen,
                eventsLost,
                origin,
                notes,
                test,
                Optional.empty());
    }

    /** The result of judging detections. */
    public static CheckResult of(Detections detections, Expectation expectation, Verdict verdict) {
        return new CheckResult(
                detections.scenario(),
                expectation,
                detections
                        .outcome(expectation.rule())
                        .map(outcome -> outcome.rule().source())
                        .orElse(""),
                verdict,
                detections.took().toMillis(),
                detections.eventsSeen(),
                detections.eventsLost(),
                detections.origin(),
                detections.notes(),
                "",
                detections.outcome(expectation.rule()).flatMap(RuleOutcome::measured));
    }

    /** The result of a check of live events that had no simulation. */
    public static CheckResult withoutSimulation(String scenario, Expectation expectation, String reason) {
        return withoutSimulation(scenario, EventOrigin.LIVE, expectation, reason);
    }

    /** The result of a check whose events could not be obtained. */
    public static CheckResult withoutSimulation(
            String scenario, EventOrigin origin, Expectation expectation, String reason) {
        return new CheckResult(scenario, expectation, "", new Verdict.Errored(reason), 0, 0, 0, origin, List.of(), "");
    }

    public String rule() {
        return expectation.rule();
    }

    public boolean isPassed() {
        return verdict instanceof Verdict.Passed;
    }

    /** This result as the result of a rule test. */
    public CheckResult withTest(String name) {
        return new CheckResult(
                scenario, expectation, source, verdict, millis, eventsSeen, eventsLost, origin, notes, name, measured);
    }

    /** This result with another verdict. */
    public CheckResult withVerdict(Verdict other) {
        return new CheckResult(
                scenario, expectation, source, other, millis, eventsSeen, eventsLost, origin, notes, test, measured);
    }
}
