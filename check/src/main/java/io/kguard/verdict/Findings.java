// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.engine.Alert;
import io.kguard.engine.RuleOutcome;
import io.kguard.scenario.Expectation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * What the rules did in a simulation, for its reports. It is bounded: a simulation can raise any number of alerts.
 *
 * @param fired how many events each rule matched that fired, in the order in which the rules are evaluated
 * @param alerts the first alerts of each rule, in the order of their events
 * @param programs the first programs that were executed, in order; empty if the events were not played or written
 * @param chain what happened after the alerts
 * @param steps how the first steps ended, in order; empty if none were played
 */
@API(status = API.Status.INTERNAL)
public record Findings(
        Map<String, Long> fired, List<Raised> alerts, List<Program> programs, Chain chain, List<RanStep> steps) {
    /** Nothing is known. */
    public static final Findings NONE = new Findings(Map.of(), List.of(), List.of());

    private static final int MAX_ALERTS = 60;
    private static final int MAX_ALERTS_OF_A_RULE = 5;
    private static final int MAX_MESSAGE = 1000;

    /**
     * An alert.
     *
     * @param rule the rule's name
     * @param priority the rule's priority
     * @param event the number of the event
     * @param timestamp when the event happened, in nanoseconds since the epoch
     * @param message the message, possibly cut
     * @param process the process that caused the event; 0 if it is not known
     */
    public record Raised(String rule, String priority, long event, long timestamp, String message, long process) {}

    /**
     * A program that a process executed.
     *
     * @param process the process
     * @param parent the process that started it
     * @param timestamp when, in nanoseconds since the epoch
     * @param command the program and its arguments, possibly cut
     */
    public record Program(long process, long parent, long timestamp, String command) {}

    /**
     * A step that was played.
     *
     * @param step the step in words, possibly cut
     * @param exit its exit status
     * @param output what it printed, possibly cut
     * @param millis how long it took
     */
    public record RanStep(String step, int exit, String output, long millis) {}

    /** Findings without steps and without what happened after the alerts. */
    public Findings(Map<String, Long> fired, List<Raised> alerts, List<Program> programs) {
        this(fired, alerts, programs, Chain.NONE, List.of());
    }

    public Findings {
        fired = Collections.unmodifiableMap(new LinkedHashMap<>(fired));
        alerts = List.copyOf(alerts);
        programs = List.copyOf(programs);
        steps = List.copyOf(steps);
    }

    static Findings of(Detections detections, Collection<Expectation> expectations) {
        Map<String, Long> fired = new LinkedHashMap<>();
        for (RuleOutcome outcome : detections.outcomes()) {
            if (outcome.eventsMatched() > 0) {
                fired.put(outcome.rule().name(), outcome.eventsMatched());
            }
        }
        Map<String, Integer> kept = new HashMap<>();
        List<Raised> alerts = new ArrayList<>();
        for (Alert alert : detections.alerts()) {
            if (alerts.size() < MAX_ALERTS && kept.merge(alert.ruleName(), 1, Integer::sum) <= MAX_ALERTS_OF_A_RULE) {
                alerts.add(raised(alert, detections.history()));
            }
        }
        return new Findings(
                fired,
                alerts,
                detections.history().programs(),
                Chain.of(detections, expectations),
                detections.history().steps());
    }

    private static Raised raised(Alert alert, ProcessHistory history) {
        String message = alert.message();
        return new Raised(
                alert.ruleName(),
                alert.priority().label(),
                alert.eventNumber(),
                alert.timestamp(),
                message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE - 3) + "...",
                history.processOf(alert.eventNumber()));
    }

    /** The same without what happened after the alerts. */
    Findings withoutChain() {
        return new Findings(fired, alerts, programs, Chain.NONE, steps);
    }

    /** The alerts of a rule that are kept. */
    public List<Raised> alertsOf(String rule) {
        return alerts.stream().filter(alert -> alert.rule().equals(rule)).toList();
    }
}
