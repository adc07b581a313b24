// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.engine.Alert;
import io.kguard.engine.EventCause;
import io.kguard.engine.RuleOutcome;
import io.kguard.engine.Session;
import io.kguard.output.AlertRoute;
import io.kguard.output.SentAlert;
import io.kguard.reaction.ReactionResult;
import io.kguard.reaction.TimedReaction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** What the rules detected in one simulation, and whether that can be trusted. */
@API(status = API.Status.STABLE)
public final class Detections {
    /** Nobody changes it once this is built. */
    private final DetectionsBuilder of;

    private final @Nullable AlertRoute route;
    private final String lacking;

    Detections(DetectionsBuilder of, @Nullable AlertRoute route, String lacking) {
        this.of = of;
        this.route = route;
        this.lacking = lacking;
    }

    /**
     * The fields of the pods' manifests that were not simulated and with which the act might go another way, in
     * sentences. Silence proves nothing then.
     */
    @API(status = API.Status.EXPERIMENTAL)
    public List<String> unsimulated() {
        return of.unsimulated;
    }

    /** What the cluster's audit policy kept out of the log or out of its events, in sentences. No rule can see that. */
    @API(status = API.Status.EXPERIMENTAL)
    public List<String> unlogged() {
        return of.unlogged;
    }

    /**
     * The same detections, which know how alerts go to people.
     *
     * @param value what the settings of Falco and of Falcosidekick make of them; null for none
     */
    @API(status = API.Status.INTERNAL)
    public Detections sentBy(@Nullable AlertRoute value) {
        return new Detections(of, value, lacking);
    }

    /** What is known of a scenario that could not be played. */
    public static Detections impossible(String scenario, String reason) {
        return new DetectionsBuilder(scenario, EventOrigin.LIVE)
                .doubts(List.of(reason))
                .build();
    }

    /** What is known of a scenario that was not played, because the machine lacks something. */
    @API(status = API.Status.INTERNAL)
    public static Detections notPlayed(String scenario, String lacking) {
        return new DetectionsBuilder(scenario, EventOrigin.LIVE).build().lacking(lacking);
    }

    /** The same detections, of which what the machine lacks is the reason; the same if nothing is. */
    @API(status = API.Status.INTERNAL)
    public Detections lacking(String what) {
        return what.isEmpty() ? this : new Detections(of, route, what);
    }

    /** What the machine lacks, so that the scenario was not played, and what to do; empty if it was. */
    @API(status = API.Status.INTERNAL)
    public String lacking() {
        return lacking;
    }

    /** The scenario's id. */
    public String scenario() {
        return of.scenario;
    }

    /** Where the events came from. */
    @API(status = API.Status.INTERNAL)
    public EventOrigin origin() {
        return of.origin;
    }

    /** The alerts, in the order of their events; at most {@value Session#MAX_ALERTS} are kept. */
    public List<Alert> alerts() {
        return of.alerts;
    }

    /** The outcome of each rule, in the order in which rules are evaluated. */
    @API(status = API.Status.EXPERIMENTAL)
    public List<RuleOutcome> outcomes() {
        return of.outcomes;
    }

    /** The results of reactions to alerts in the cluster, in order. */
    @API(status = API.Status.INTERNAL)
    public List<ReactionResult> reactions() {
        return of.reactions.stream().map(TimedReaction::result).toList();
    }

    /** The same, with their times. */
    @API(status = API.Status.INTERNAL)
    public List<TimedReaction> timedReactions() {
        return of.reactions;
    }

    /** The number of events, including audit events and those that only change state. */
    public long eventsSeen() {
        return of.seen;
    }

    /** The number of events that are missing or incomplete in a way that can change a verdict. */
    public long eventsLost() {
        return of.lost;
    }

    /** Why no verdict can be based on this; empty if there is no doubt. */
    public List<String> doubts() {
        return of.doubts;
    }

    /**
     * What happened that Falco would not see either, in sentences, if the scenario expects it. Otherwise it is among
     * the doubts.
     */
    public List<String> blindSpots() {
        return of.blindSpots;
    }

    /** What a process was refused here and a node may grant, in sentences. Silence proves nothing then. */
    @API(status = API.Status.INTERNAL)
    public List<String> refusals() {
        return of.refusals;
    }

    /** The first steps that were played, in order, and how each ended. */
    @API(status = API.Status.INTERNAL)
    public List<Findings.RanStep> steps() {
        return of.history.steps();
    }

    /**
     * Why no check of the simulation passes, whatever its rule did, in sentences; empty if nothing speaks against it. A
     * twin that triggered a reaction is such a reason.
     */
    public List<String> failures() {
        return of.failures;
    }

    /** The processes that rules fired on since the first step and that have ended, the first of each rule. */
    @API(status = API.Status.INTERNAL)
    public List<StoppedProcess> stopped() {
        return of.stopped;
    }

    /**
     * The nodes, pods and network policies of the cluster before the first step and at the end; empty if the scenario has no
     * cluster, or nothing can be triggered in it.
     */
    @API(status = API.Status.EXPERIMENTAL)
    public List<ClusterChange> cluster() {
        return of.cluster;
    }

    /**
     * The way of an alert to people: what Falco writes, what Falcosidekick receives, and the messages that it sends.
     *
     * @return empty if the test has no {@code config}
     */
    @API(status = API.Status.EXPERIMENTAL)
    public Optional<SentAlert> sent(Alert alert) {
        return Optional.ofNullable(route).map(way -> way.send(alert));
    }

    /** Whether it is known what Falcosidekick sends. */
    boolean knowsSidekick() {
        return route != null && route.knowsSidekick();
    }

    /** What a reader should know although it changes no verdict. */
    public List<String> notes() {
        return of.notes;
    }

    /** The time from the first container's start to the last event. */
    public Duration took() {
        return of.took;
    }

    /** The programs that ran, and what they caused. */
    ProcessHistory history() {
        return of.history;
    }

    /** Whether a verdict can be based on this. */
    public boolean isTrusted() {
        return of.doubts.isEmpty() && lacking.isEmpty();
    }

    /** The outcome of a rule; empty if it was not evaluated. */
    @API(status = API.Status.EXPERIMENTAL)
    public Optional<RuleOutcome> outcome(String rule) {
        return of.outcomes.stream()
                .filter(outcome -> outcome.rule().name().equals(rule))
                .findFirst();
    }

    /** The alerts of a rule. */
    public List<Alert> alertsOf(String rule) {
        return of.alerts.stream().filter(alert -> alert.ruleName().equals(rule)).toList();
    }

    /** The alerts of a rule that are due to one of these. */
    List<Alert> alertsOf(String rule, Set<EventCause> dueTo) {
        return IntStream.range(0, of.alerts.size())
                .filter(i -> of.causes.isEmpty() || dueTo.contains(of.causes.get(i)))
                .mapToObj(of.alerts::get)
                .filter(alert -> alert.ruleName().equals(rule))
                .toList();
    }

    /** The names of the rules that fired, in the order of their first alerts. */
    public List<String> firedRules() {
        return of.alerts.stream().map(Alert::ruleName).distinct().toList();
    }
}
