// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.diagnostic.Position;
import io.kguard.engine.Explanation;
import io.kguard.engine.Measured;
import io.kguard.engine.RuleOutcome;
import io.kguard.scenario.Expectation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * The result of a check. A check is a pair of a scenario and a loaded rule, or a rule test.
 *
 * @param subject what was checked, and where its events came from
 * @param expectation the rule, and what is expected of it
 * @param source the source of the rule's events, such as {@code syscall}; empty if the rule is unknown
 * @param verdict the verdict
 * @param counts how much there was
 * @param notes what a reader should know although it changes no verdict
 * @param evidence why the verdict is so
 */
@API(status = API.Status.INTERNAL)
public record CheckResult(
        Subject subject,
        Expectation expectation,
        String source,
        Verdict verdict,
        Counts counts,
        List<String> notes,
        Evidence evidence) {
    private static final List<String> BY_SEVERITY = List.of("passed", "known", "not run", "failed", "error");

    public CheckResult {
        notes = List.copyOf(notes);
    }

    /**
     * What is checked.
     *
     * @param scenario the scenario's id
     * @param test the rule test, as {@code package.Class.method}; empty for the check of a scenario
     * @param origin where the events came from
     * @param derived whether the scenario was derived from a rule: it tests the rule's logic, and is no attack
     */
    public record Subject(String scenario, String test, EventOrigin origin, boolean derived) {
        /** A scenario. */
        public Subject(String scenario, EventOrigin origin) {
            this(scenario, "", origin, false);
        }

        /** A rule test. */
        public Subject(String scenario, String test, EventOrigin origin) {
            this(scenario, test, origin, false);
        }
    }

    /**
     * How much there was.
     *
     * @param millis how long the simulation took
     * @param eventsSeen events of the simulation
     * @param eventsLost events that are missing or incomplete
     */
    public record Counts(long millis, long eventsSeen, long eventsLost) {
        /** Nothing was played. */
        public static final Counts NONE = new Counts(0, 0, 0);
    }

    /**
     * Why a verdict is so.
     *
     * @param measured what the events showed of the rule's condition; empty if nothing was measured
     * @param findings what all rules did in the simulation
     * @param explanation why the rule did what it was expected to; empty if it did not, or if that is not known
     * @param clause where the clause is written that kept the rule from firing; empty if the rule did as expected, or if no
     *     clause is the reason
     */
    public record Evidence(
            Optional<Measured> measured, Findings findings, String explanation, Optional<Position> clause) {
        /** Nothing is known. */
        public static final Evidence NONE = new Evidence(Optional.empty(), Findings.NONE, "", Optional.empty());
    }

    /** The result of judging detections. */
    public static CheckResult of(Detections detections, Expectation expectation, Verdict verdict) {
        return of(detections, Findings.of(detections, List.of(expectation)), expectation, verdict);
    }

    /** The results of judging detections, which share their findings. */
    public static List<CheckResult> of(Detections detections, List<Expectation> expectations) {
        Findings findings = Findings.of(detections, expectations);
        return expectations.stream()
                .map(expectation -> of(detections, findings, expectation, Judge.judge(detections, expectation)))
                .toList();
    }

    private static CheckResult of(Detections detections, Findings findings, Expectation expectation, Verdict verdict) {
        Optional<RuleOutcome> outcome = detections.outcome(expectation.rule());
        return new CheckResult(
                new Subject(detections.scenario(), detections.origin()),
                expectation,
                outcome.map(of -> of.rule().source()).orElse(""),
                verdict,
                new Counts(detections.took().toMillis(), detections.eventsSeen(), detections.eventsLost()),
                notes(detections, expectation, verdict),
                new Evidence(
                        outcome.flatMap(RuleOutcome::measured),
                        findings,
                        verdict instanceof Verdict.Passed
                                ? outcome.map(PassedText::of).orElse("")
                                : "",
                        verdict instanceof Verdict.Failed ? outcome.flatMap(CheckResult::failing) : Optional.empty()));
    }

    private static List<String> notes(Detections detections, Expectation expectation, Verdict verdict) {
        if (!(verdict instanceof Verdict.Passed) || !expectation.isFires()) {
            return detections.notes();
        }
        return Stream.concat(detections.notes().stream(), MissingValues.notes(detections, expectation).stream())
                .toList();
    }

    /** The clause that was false for the event that came closest. */
    private static Optional<Position> failing(RuleOutcome outcome) {
        return outcome.eventsMatched() > 0
                ? Optional.empty()
                : outcome.closest().stream().findFirst().flatMap(Explanation::failing);
    }

    /** The result of a check of live events that had no simulation. */
    public static CheckResult withoutSimulation(String scenario, Expectation expectation, String reason) {
        return withoutSimulation(scenario, EventOrigin.LIVE, expectation, reason);
    }

    /** The result of a check whose events could not be obtained. */
    public static CheckResult withoutSimulation(
            String scenario, EventOrigin origin, Expectation expectation, String reason) {
        return unplayed(scenario, origin, expectation, new Verdict.Errored(reason));
    }

    /** A check that was chosen and not made. The reason says what is missing, and what to do. */
    public static CheckResult notRun(String scenario, EventOrigin origin, Expectation expectation, String reason) {
        return unplayed(scenario, origin, expectation, new Verdict.NotRun(reason));
    }

    private static CheckResult unplayed(String scenario, EventOrigin origin, Expectation expectation, Verdict verdict) {
        return new CheckResult(
                new Subject(scenario, origin), expectation, "", verdict, Counts.NONE, List.of(), Evidence.NONE);
    }

    /** The scenario's id. */
    public String scenario() {
        return subject.scenario();
    }

    /** The rule test, as {@code package.Class.method}; empty for the check of a scenario. */
    public String test() {
        return subject.test();
    }

    /** The simulation that it is about: a rule test has one of its own. */
    public String simulation() {
        return test().isEmpty() ? scenario() : test();
    }

    /** Where the events came from. */
    public EventOrigin origin() {
        return subject.origin();
    }

    /** How long the simulation took. */
    public long millis() {
        return counts.millis();
    }

    /** Events of the simulation. */
    public long eventsSeen() {
        return counts.eventsSeen();
    }

    /** Events that are missing or incomplete. */
    public long eventsLost() {
        return counts.eventsLost();
    }

    /** What the events showed of the rule's condition; empty if nothing was measured. */
    public Optional<Measured> measured() {
        return evidence.measured();
    }

    /** What all rules did in the simulation. */
    public Findings findings() {
        return evidence.findings();
    }

    /** Why the rule did what it was expected to; empty if it did not, or if that is not known. */
    public String explanation() {
        return evidence.explanation();
    }

    /** Where the clause is written that kept the rule from firing; empty if no clause is the reason. */
    public Optional<Position> clause() {
        return evidence.clause();
    }

    public String rule() {
        return expectation.rule();
    }

    /** How bad it is, from 0 for a check that passed. Of several results of a check the worst one counts. */
    public int severity() {
        return BY_SEVERITY.indexOf(verdict.word());
    }

    public boolean isPassed() {
        return verdict instanceof Verdict.Passed;
    }

    /** Whether it was chosen and not made. */
    public boolean isNotRun() {
        return verdict instanceof Verdict.NotRun;
    }

    /** Whether it is the check of a derived scenario: reports count it apart. */
    public boolean isDerived() {
        return subject.derived();
    }

    /** This result as that of a derived scenario. Such an act has what its clause needs, so its alert need not say more. */
    public CheckResult asDerived() {
        return new CheckResult(
                new Subject(scenario(), test(), origin(), true),
                expectation,
                source,
                verdict,
                counts,
                notes.stream().filter(note -> !MissingValues.isNote(note)).toList(),
                evidence);
    }

    /** This result as the result of a rule test. */
    public CheckResult withTest(String name) {
        return new CheckResult(
                new Subject(scenario(), name, origin()), expectation, source, verdict, counts, notes, evidence);
    }

    /**
     * What reports show of this result if it is that of a rule test: it counts for its rule, not for the rule's clauses, and
     * what happened after its alerts is left to the test.
     */
    CheckResult ofRuleTest() {
        Evidence shown =
                new Evidence(Optional.empty(), findings().withoutChain(), evidence.explanation(), evidence.clause());
        return new CheckResult(subject, expectation, source, verdict, counts, notes, shown);
    }

    /** This result with another verdict. */
    public CheckResult withVerdict(Verdict other) {
        return new CheckResult(subject, expectation, source, other, counts, notes, evidence);
    }
}
