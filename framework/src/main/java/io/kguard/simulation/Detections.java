package io.kguard.simulation;

import io.kguard.engine.Alert;
import io.kguard.engine.RuleOutcome;
import io.kguard.engine.Session;
import io.kguard.reaction.ReactionResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What rules detected in one simulation, and whether that can be trusted.
 *
 * @param scenario the scenario's id
 * @param origin where the events came from
 * @param alerts the alerts, in the order of their events; at most {@value Session#MAX_ALERTS} are kept
 * @param outcomes how each rule fared, in the order in which rules are evaluated
 * @param reactions what the alerts set off in the cluster, in order
 * @param eventsSeen events that came, those for state only and audit events included
 * @param eventsLost events that are missing or incomplete in a way that can change a verdict
 * @param doubts why no verdict can be built on this; empty if all is well
 * @param blindSpots what was done that Falco would not see either, in sentences, in a scenario that expects it. In any other
 *     it is among the doubts
 * @param notes what a reader should know although it changes no verdict
 * @param took from the first container's start to the last event
 */
public record Detections(
        String scenario,
        EventOrigin origin,
        List<Alert> alerts,
        List<RuleOutcome> outcomes,
        List<ReactionResult> reactions,
        long eventsSeen,
        long eventsLost,
        List<String> doubts,
        List<String> blindSpots,
        List<String> notes,
        Duration took) {
    /** Copies the lists. */
    public Detections {
        alerts = List.copyOf(alerts);
        outcomes = List.copyOf(outcomes);
        reactions = List.copyOf(reactions);
        doubts = List.copyOf(doubts);
        blindSpots = List.copyOf(blindSpots);
        notes = List.copyOf(notes);
    }

    /** Detections in which nothing was done that Falco would not see. */
    public Detections(
            String scenario,
            EventOrigin origin,
            List<Alert> alerts,
            List<RuleOutcome> outcomes,
            List<ReactionResult> reactions,
            long eventsSeen,
            long eventsLost,
            List<String> doubts,
            List<String> notes,
            Duration took) {
        this(scenario, origin, alerts, outcomes, reactions, eventsSeen, eventsLost, doubts, List.of(), notes, took);
    }

    /** Whether verdicts can be built on this. */
    public boolean isTrusted() {
        return doubts.isEmpty();
    }

    /** How the rule of a name fared; empty if it was not evaluated. */
    public Optional<RuleOutcome> outcome(String rule) {
        return outcomes.stream()
                .filter(outcome -> outcome.rule().name().equals(rule))
                .findFirst();
    }

    /** The alerts of a rule. */
    public List<Alert> alertsOf(String rule) {
        return alerts.stream().filter(alert -> alert.ruleName().equals(rule)).toList();
    }

    /** The names of the rules that fired, in the order of their first alerts. */
    public List<String> firedRules() {
        return alerts.stream().map(Alert::ruleName).distinct().toList();
    }
}
