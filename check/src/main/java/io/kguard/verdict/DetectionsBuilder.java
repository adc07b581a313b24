// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.engine.Alert;
import io.kguard.engine.EventCause;
import io.kguard.engine.RuleOutcome;
import io.kguard.reaction.TimedReaction;
import java.time.Duration;
import java.util.List;
import org.apiguardian.api.API;

/** Collects what a simulation or a recording showed. What is not said was not there. */
@API(status = API.Status.INTERNAL)
public final class DetectionsBuilder {
    final String scenario;
    final EventOrigin origin;
    List<Alert> alerts = List.of();
    List<RuleOutcome> outcomes = List.of();
    List<TimedReaction> reactions = List.of();
    List<ClusterChange> cluster = List.of();
    /** Of each alert; empty if all are due to steps. */
    List<EventCause> causes = List.of();

    List<StoppedProcess> stopped = List.of();
    List<String> doubts = List.of();
    List<String> blindSpots = List.of();
    List<String> refusals = List.of();
    List<String> unsimulated = List.of();
    List<String> unlogged = List.of();
    List<String> failures = List.of();
    List<String> notes = List.of();
    ProcessHistory history = new ProcessHistory();
    Duration took = Duration.ZERO;
    long seen;
    long lost;

    /**
     * Begins.
     *
     * @param scenario the scenario's id
     * @param origin where the events came from
     */
    public DetectionsBuilder(String scenario, EventOrigin origin) {
        this.scenario = scenario;
        this.origin = origin;
    }

    /** The outcome of the rules. */
    public DetectionsBuilder rules(List<Alert> all, List<RuleOutcome> each) {
        alerts = List.copyOf(all);
        outcomes = List.copyOf(each);
        return this;
    }

    /** What each alert is due to. */
    public DetectionsBuilder causes(List<EventCause> ofAlerts) {
        causes = List.copyOf(ofAlerts);
        return this;
    }

    /** How many events there were, and how many are missing or incomplete. */
    public DetectionsBuilder events(long all, long missing) {
        seen = all;
        lost = missing;
        return this;
    }

    /** Why no verdict can be based on this. */
    public DetectionsBuilder doubts(List<String> reasons) {
        doubts = List.copyOf(reasons);
        return this;
    }

    /** What Falco would not see either, and the scenario expects. */
    public DetectionsBuilder blindSpots(List<String> expected) {
        blindSpots = List.copyOf(expected);
        return this;
    }

    /** What the jail refused and a node may grant. */
    public DetectionsBuilder refusals(List<String> found) {
        refusals = List.copyOf(found);
        return this;
    }

    /** The fields of manifests that were not simulated and could change the act. */
    public DetectionsBuilder unsimulated(List<String> fields) {
        unsimulated = List.copyOf(fields);
        return this;
    }

    /** What an audit policy kept from the rules. */
    public DetectionsBuilder unlogged(List<String> requests) {
        unlogged = List.copyOf(requests);
        return this;
    }

    /** Why no check passes, whatever its rule did. */
    public DetectionsBuilder failures(List<String> reasons) {
        failures = List.copyOf(reasons);
        return this;
    }

    /** What a reader should know although it changes no verdict. */
    public DetectionsBuilder notes(List<String> sentences) {
        notes = List.copyOf(sentences);
        return this;
    }

    /** What alerts trigger, and what happened to the cluster. */
    public DetectionsBuilder cluster(List<TimedReaction> results, List<ClusterChange> changes) {
        reactions = List.copyOf(results);
        cluster = List.copyOf(changes);
        return this;
    }

    /** The programs that ran, and the ends of processes that rules fired on. */
    public DetectionsBuilder processes(ProcessHistory programs, List<StoppedProcess> ended) {
        history = programs;
        stopped = List.copyOf(ended);
        return this;
    }

    /** How long it took. */
    public DetectionsBuilder took(Duration time) {
        took = time;
        return this;
    }

    /** What was collected. The builder is not to be used any more. */
    public Detections build() {
        return new Detections(this, null, "");
    }
}
