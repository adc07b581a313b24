// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.fabric8.kubernetes.api.model.Pod;
import io.kguard.reaction.Reaction;
import io.kguard.rule.Rule;
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

    /**
     * How far it is from what an attacker does.
     *
     * @param derived whether it was derived from a rule
     * @param simulated what of it is real and what is not; empty if all is real
     */
    record Realism(boolean derived, String simulated) {
        /** All is real. */
        static final Realism REAL = new Realism(false, "");
    }

    /**
     * What a scenario is called.
     *
     * @param kind what it is for
     * @param id its name in commands and reports
     * @param title what happens
     * @param techniques the techniques of the attack
     * @param origin where it is written
     * @param twin whether it is the legitimate act closest to an attack
     * @param realism how far it is from what an attacker does
     */
    record Head(
            Kind kind, String id, String title, List<String> techniques, Origin origin, boolean twin, Realism realism) {
        Head {
            techniques = List.copyOf(techniques);
        }

        /** What somebody calls a scenario that is no twin. */
        Head(Kind kind, String id, String title, List<String> techniques, Origin origin) {
            this(kind, id, title, techniques, origin, false, Realism.REAL);
        }

        private Head called(String otherId, String otherTitle) {
            return new Head(kind, otherId, otherTitle, techniques, origin, twin, realism);
        }

        private Head asTwin() {
            return new Head(kind, id, title, techniques, origin, true, new Realism(realism.derived(), ""));
        }

        private Head as(Realism other) {
            return new Head(kind, id, title, techniques, origin, twin, other);
        }
    }

    /**
     * Where a scenario takes place.
     *
     * @param recording the recorded events; null if it is played
     * @param cluster the cluster; null for none
     * @param reactions the reactions to alerts in the cluster
     * @param pods the pods that run before the first step
     * @param peers the servers on the pods' network
     */
    record Stage(
            @Nullable Recording recording,
            @Nullable ClusterSetup cluster,
            List<Reaction> reactions,
            List<Pod> pods,
            List<Peer> peers) {
        Stage {
            reactions = List.copyOf(reactions);
            pods = List.copyOf(pods);
            peers = List.copyOf(peers);
        }
    }

    /**
     * What is done in a scenario.
     *
     * @param preparation what is done before the first step
     * @param steps the steps
     * @param effects what must be true after the last step
     */
    record Act(List<Step> preparation, List<Step> steps, List<Effect> effects) {
        Act {
            preparation = List.copyOf(preparation);
            steps = List.copyOf(steps);
            effects = List.copyOf(effects);
        }
    }

    private final Head head;
    private final Stage stage;
    private final Act act;
    private final List<Expectation> expectations;
    private final Requirement requirement;
    private final boolean skippable;

    Scenario(
            Head head,
            Stage stage,
            Act act,
            List<Expectation> expectations,
            Requirement requirement,
            boolean skippable) {
        this.head = head;
        this.stage = stage;
        this.act = act;
        this.expectations = List.copyOf(expectations);
        this.requirement = requirement;
        this.skippable = skippable;
    }

    /**
     * Whether its file says on which machines it is played, or for which Falco, so that it is skipped on others. Otherwise
     * a scenario with a requirement is skipped only if it is from a jar.
     */
    public boolean isSkippable() {
        return skippable || requirement.falco() != null && requirement.missing() != null;
    }

    /** What it requires and does not have, as the end of a sentence; null if it can be played. */
    public @Nullable String requirement() {
        return requirement.missing();
    }

    /**
     * The settings that a rule waits for before it can fire in it. They are known once its catalogue is
     * {@linkplain ScenarioCatalogue#forRules for rules}.
     */
    @API(status = API.Status.INTERNAL)
    public Optional<MissingSettings> unset(Rule rule) {
        return requirement.unsetFor(rule);
    }

    /** What it needs of the rules, each as the end of a sentence. */
    @API(status = API.Status.INTERNAL)
    public List<String> needs() {
        return requirement.needs().stream().map(Need::toString).toList();
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
        return head.id();
    }

    /** What happens, in a few words. */
    public String title() {
        return head.title();
    }

    /** The MITRE ATT&amp;CK techniques of the attack; a twin has those of its attack. */
    public List<String> techniques() {
        return head.techniques();
    }

    /** The recorded events, or null if the scenario is played. */
    @API(status = API.Status.INTERNAL)
    public @Nullable Recording recording() {
        return stage.recording();
    }

    /** The cluster that it plays against, or null if its pods run without one. */
    @API(status = API.Status.INTERNAL)
    public @Nullable ClusterSetup cluster() {
        return stage.cluster();
    }

    /** The reactions to alerts in the cluster, during the act. Without a cluster nothing sets them off. */
    @API(status = API.Status.INTERNAL)
    public List<Reaction> reactions() {
        return stage.reactions();
    }

    /** The pods that run before the first step, in the order they are started. */
    public List<Pod> pods() {
        return stage.pods();
    }

    /** The servers on the pods' network; every pod has the default ones too. */
    @API(status = API.Status.EXPERIMENTAL)
    public List<Peer> peers() {
        return stage.peers();
    }

    /** What is done before the first step. A rule that fires on it has not fired on the act. */
    public List<Step> preparation() {
        return act.preparation();
    }

    /** The steps, in order. */
    public List<Step> steps() {
        return act.steps();
    }

    /** What must be true after the last step. Otherwise the act did not take place. */
    public List<Effect> effects() {
        return act.effects();
    }

    /** Whether a rule must fire on it. */
    @API(status = API.Status.INTERNAL)
    public boolean mustFire(String rule) {
        return expectations().stream()
                .anyMatch(expectation ->
                        expectation.isFires() && expectation.rule().equals(rule));
    }

    /** What each rule must do. */
    public List<Expectation> expectations() {
        return expectations;
    }

    /** Where it is written. */
    @API(status = API.Status.INTERNAL)
    public Origin origin() {
        return head.origin();
    }

    /**
     * The folders from which the scenario may use files.
     *
     * @param granted the folders that the user grants to all scenarios. A scenario in Java may use the program's
     *     folders, one in a file also the file's own folder, one in a jar none
     */
    @API(status = API.Status.INTERNAL)
    public AllowedFolders folders(AllowedFolders granted) {
        return head.origin().folders(granted);
    }

    /** What it is for. */
    public Kind kind() {
        return head.kind();
    }

    /** A pod by name. */
    public Optional<Pod> pod(String name) {
        return pods().stream()
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
        Act other = new Act(before, others, effects());
        return new Scenario(head.called(otherId, title()), stage, other, expectations, requirement, skippable);
    }

    /** This scenario with further reactions after its own. */
    @API(status = API.Status.INTERNAL)
    public Scenario withReactions(List<Reaction> more) {
        List<Reaction> all = Stream.concat(reactions().stream(), more.stream()).toList();
        Stage reacting = new Stage(recording(), cluster(), all, pods(), peers());
        return new Scenario(head, reacting, act, expectations, requirement, skippable);
    }

    /** This scenario as the twin of an attack. */
    Scenario asTwin() {
        return new Scenario(head.asTwin(), stage, act, expectations, requirement, skippable);
    }

    /** This scenario, as far from what an attacker does as given. */
    Scenario as(Realism realism) {
        return new Scenario(head.as(realism), stage, act, expectations, requirement, skippable);
    }

    /** This scenario under another id and title. */
    Scenario called(String otherId, String otherTitle) {
        return new Scenario(head.called(otherId, otherTitle), stage, act, expectations, requirement, skippable);
    }

    /** This scenario with another requirement. */
    Scenario requiring(Requirement other) {
        return new Scenario(head, stage, act, expectations, other, skippable);
    }

    /** Whether it is the legitimate act closest to an attack. No alert in it may trigger a reaction. */
    public boolean isTwin() {
        return head.twin();
    }

    /**
     * Whether it was derived from the condition of a rule. It tests the rule's logic and is no attack: it has no
     * techniques, and reports count it apart.
     */
    @API(status = API.Status.EXPERIMENTAL)
    public boolean isDerived() {
        return head.realism().derived();
    }

    /** What of the attack is real and what is not, in words; empty if all is real. */
    @API(status = API.Status.EXPERIMENTAL)
    public String simulated() {
        return head.realism().simulated();
    }

    Realism realism() {
        return head.realism();
    }

    @Override
    public String toString() {
        return head.id();
    }
}
