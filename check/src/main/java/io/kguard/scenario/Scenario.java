// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.fabric8.kubernetes.api.model.Pod;
import io.kguard.reaction.Reaction;
import io.kguard.workload.AllowedFolders;
import io.kguard.workload.Peer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** A scripted act in pods: an attack, or its benign twin. */
@API(status = API.Status.STABLE)
public final class Scenario {
    /** What a scenario is for. */
    public enum Kind {
        /** Rules are checked on it: an attack, or a twin. */
        CHECKED,
        /** An everyday workload, on which no rule should fire. Rules are measured on it. */
        WORKLOAD,
        /** An attack that does not prove its effect. It shows which rules fire, and checks none. */
        UNPROVEN
    }

    private final Kind kind;
    private final String id;
    private final String title;
    private final List<String> techniques;
    private final @Nullable Recording recording;
    private final @Nullable ClusterSetup cluster;
    private final List<Reaction> reactions;
    private final List<Pod> pods;
    private final List<Peer> peers;
    private final List<Step> preparation;
    private final List<Step> steps;
    private final List<Effect> effects;
    private final List<Expectation> expectations;
    private final Requirement requirement;
    private final Origin origin;
    private final boolean skippable;
    private final boolean twin;

    Scenario(
            Kind kind,
            String id,
            String title,
            List<String> techniques,
            @Nullable Recording recording,
            @Nullable ClusterSetup cluster,
            List<Reaction> reactions,
            List<Pod> pods,
            List<Peer> peers,
            List<Step> preparation,
            List<Step> steps,
            List<Effect> effects,
            List<Expectation> expectations,
            Requirement requirement,
            Origin origin,
            boolean skippable) {
        this(
                kind,
                id,
                title,
                techniques,
                recording,
                cluster,
                reactions,
                pods,
                peers,
                preparation,
                steps,
                effects,
                expectations,
                requirement,
                origin,
                skippable,
                false);
    }

    private Scenario(
            Kind kind,
            String id,
            String title,
            List<String> techniques,
            @Nullable Recording recording,
            @Nullable ClusterSetup cluster,
            List<Reaction> reactions,
            List<Pod> pods,
            List<Peer> peers,
            List<Step> preparation,
            List<Step> steps,
            List<Effect> effects,
            List<Expectation> expectations,
            Requirement requirement,
            Origin origin,
            boolean skippable,
            boolean twin) {
        this.kind = kind;
        this.id = id;
        this.title = title;
        this.techniques = List.copyOf(techniques);
        this.recording = recording;
        this.cluster = cluster;
        this.reactions = List.copyOf(reactions);
        this.pods = List.copyOf(pods);
        this.peers = List.copyOf(peers);
        this.preparation = List.copyOf(preparation);
        this.steps = List.copyOf(steps);
        this.effects = List.copyOf(effects);
        this.expectations = List.copyOf(expectations);
        this.requirement = requirement;
        this.origin = origin;
        this.skippable = skippable;
        this.twin = twin;
    }

    /**
     * Whether its file says on which machines it is played, so that it is skipped on others. Otherwise a scenario with a
     * requirement is skipped only if it is from a jar.
     */
    public boolean isSkippable() {
        return skippable;
    }

    /**
     * What it requires and does not have, as the end of a sentence; null if it can be played. What it requires of rules is known once
     * its catalogue is {@linkplain ScenarioCatalogue#forRules for rules}.
     */
    public @Nullable String requirement() {
        return requirement.missing();
    }

    /** What it requires of rules, as the end of a sentence; null for nothing. */
    public @Nullable String need() {
        return requirement.need() == null ? null : requirement.need().toString();
    }

    /** What the rules have for values of its file, by the names of the values. */
    public Map<String, String> values() {
        return requirement.values();
    }

    Requirement requires() {
        return requirement;
    }

    /** Its name in commands and reports: lower-case words joined by dashes. */
    public String id() {
        return id;
    }

    /** What happens, in a few words. */
    public String title() {
        return title;
    }

    /** The MITRE ATT&amp;CK techniques of the attack; a twin has those of its attack. */
    public List<String> techniques() {
        return techniques;
    }

    /** The recorded events, or null if the scenario is played. */
    public @Nullable Recording recording() {
        return recording;
    }

    /** The cluster that it plays against, or null if its pods run without one. */
    public @Nullable ClusterSetup cluster() {
        return cluster;
    }

    /** The reactions to alerts in the cluster, during the act. Without a cluster nothing sets them off. */
    public List<Reaction> reactions() {
        return reactions;
    }

    /** The pods that run before the first step, in the order they are started. */
    public List<Pod> pods() {
        return pods;
    }

    /** The servers on the pods' network; every pod has the default ones too. */
    public List<Peer> peers() {
        return peers;
    }

    /** What is done before the first step. A rule that fires on it has not fired on the act. */
    public List<Step> preparation() {
        return preparation;
    }

    /** The steps, in order. */
    public List<Step> steps() {
        return steps;
    }

    /** What must be true after the last step. Otherwise the act did not take place. */
    public List<Effect> effects() {
        return effects;
    }

    /** What each rule must do. */
    public List<Expectation> expectations() {
        return expectations;
    }

    /** Where it is written. */
    public Origin origin() {
        return origin;
    }

    /**
     * The folders from which the scenario may use files.
     *
     * @param granted the folders that the user grants to all scenarios. A scenario in Java may use the program's
     *     folders, one in a file also the file's own folder, one in a jar none
     */
    public AllowedFolders folders(AllowedFolders granted) {
        return origin.folders(granted);
    }

    /** What it is for. */
    public Kind kind() {
        return kind;
    }

    /** A pod by name. */
    public Optional<Pod> pod(String name) {
        return pods.stream()
                .filter(pod -> pod.getMetadata().getName().equals(name))
                .findFirst();
    }

    /**
     * This scenario under another id, with another way to its effects.
     *
     * @param before what is done before the first step
     * @param others the steps
     */
    public Scenario varied(String otherId, List<Step> before, List<Step> others) {
        return copy(otherId, reactions, before, others, requirement, twin);
    }

    /** This scenario with further reactions after its own. */
    public Scenario withReactions(List<Reaction> more) {
        return copy(
                id, Stream.concat(reactions.stream(), more.stream()).toList(), preparation, steps, requirement, twin);
    }

    /** This scenario as the twin of an attack. */
    Scenario asTwin() {
        return copy(id, reactions, preparation, steps, requirement, true);
    }

    /** This scenario with another requirement. */
    Scenario requiring(Requirement other) {
        return copy(id, reactions, preparation, steps, other, twin);
    }

    private Scenario copy(
            String otherId,
            List<Reaction> to,
            List<Step> before,
            List<Step> others,
            Requirement required,
            boolean asTwin) {
        return new Scenario(
                kind,
                otherId,
                title,
                techniques,
                recording,
                cluster,
                to,
                pods,
                peers,
                before,
                others,
                effects,
                expectations,
                required,
                origin,
                skippable,
                asTwin);
    }

    /** Whether it is the legitimate act closest to an attack. No alert in it may set off a reaction. */
    public boolean isTwin() {
        return twin;
    }

    @Override
    public String toString() {
        return id;
    }
}
