// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.kguard.internal.source.EventSources;
import io.kguard.reaction.Reaction;
import io.kguard.reaction.ReactionFiles;
import io.kguard.workload.Peer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Builds a scenario in Java, for {@code Simulator.run}: the counterpart of a YAML file. Messages about its steps name
 * the line of Java code.
 *
 * <p>It says what a file can say, but for {@code values}, {@code matrix} and what a file {@code requires} of the rules.
 * These are for catalogues, which read a file again with other values; Java has variables and loops. The keys are described in
 * {@code docs/scenarios.md}.
 */
@API(status = API.Status.STABLE)
public final class ScenarioBuilder {
    private final String id;
    private final Origin origin = Origin.ofCaller();
    private final List<String> techniques = new ArrayList<>();
    private final List<Peer> peers = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private final List<Expectation> expectations = new ArrayList<>();
    private Scenario.Kind kind = Scenario.Kind.CHECKED;
    private boolean derived;
    private String simulated = "";
    private String title;
    private @Nullable Scenario attack;
    private @Nullable String missing;
    private @Nullable Recording recording;

    // What a twin does not say is as in its attack: null for that, and for nothing
    private @Nullable ClusterSetup cluster;
    private @Nullable List<Reaction> reactions;
    private @Nullable List<Pod> pods;

    /**
     * A scenario with an id.
     *
     * @param id lower-case words joined by dashes
     */
    public ScenarioBuilder(String id) {
        this.id = id;
        this.title = id;
    }

    /** Sets the title: what happens, in a few words. Without one it is the id. */
    public ScenarioBuilder title(String value) {
        title = value;
        return this;
    }

    /** Sets what it is for. Without that, rules are checked on it. */
    public ScenarioBuilder kind(Scenario.Kind value) {
        kind = value;
        return this;
    }

    /** Adds MITRE ATT&amp;CK techniques, such as {@code T1059.004}. */
    public ScenarioBuilder attack(String... ids) {
        techniques.addAll(List.of(ids));
        return this;
    }

    /**
     * Makes it the twin of an attack: the legitimate act closest to it. Every rule that the attack fires must stay
     * silent, unless the twin says otherwise of it. The twin has the attack's techniques and requirement, and its
     * cluster, reactions and pods if it says nothing of them.
     */
    public ScenarioBuilder twinOf(Scenario other) {
        attack = other;
        return this;
    }

    /** Says that it was derived from the condition of a rule: it has no techniques, and reports count it apart. */
    @API(status = API.Status.EXPERIMENTAL)
    public ScenarioBuilder derived() {
        derived = true;
        return this;
    }

    /** Says what of the attack is real and what is not. Reports show it: a rule may see less of the real attack. */
    @API(status = API.Status.EXPERIMENTAL)
    public ScenarioBuilder simulated(String what) {
        simulated = what;
        return this;
    }

    /** Says what it requires and no machine offers to a simulation, as the end of a sentence. It can't be played. */
    public ScenarioBuilder requires(String what) {
        missing = what;
        return this;
    }

    /**
     * Judges recorded events. Then nothing is played: it has no cluster, reactions, pods, peers, steps and effects.
     *
     * @param file written events if its name ends with {@code .yaml}; a log of sources other than system calls with
     *     {@code .log}, {@code .json} and {@code .jsonl}, also with {@code .gz} after it; and any other is a capture
     */
    @API(status = API.Status.EXPERIMENTAL)
    public ScenarioBuilder recording(Path file) {
        return recording(Recording.of(file));
    }

    /** Judges recorded events. */
    @API(status = API.Status.INTERNAL)
    public ScenarioBuilder recording(Recording value) {
        recording = value;
        return this;
    }

    /** Plays against a simulated cluster that contains these objects from the start. */
    public ScenarioBuilder cluster(HasMetadata... objects) {
        cluster = new ClusterSetup(List.of(objects), cluster == null ? 1 : cluster.nodes());
        return this;
    }

    /**
     * Plays against a simulated cluster with several nodes: {@code kguard-node}, {@code kguard-node-2} and so on.
     *
     * @param count from 1 to {@value ClusterSetup#MAX_NODES}; without this it is 1
     * @throws IllegalArgumentException if it is another number
     */
    public ScenarioBuilder nodes(int count) {
        cluster = new ClusterSetup(cluster == null ? List.of() : cluster.objects(), count);
        return this;
    }

    /**
     * Adds the reactions of rule files of Falco Talon. Without a file a twin has none, whatever its attack has.
     *
     * @throws io.kguard.diagnostic.KguardException if a file can't be read, or Falco Talon would refuse it
     */
    @API(status = API.Status.EXPERIMENTAL)
    public ScenarioBuilder reactions(Path... files) {
        return reactions(
                ReactionFiles.read(List.of(files), EventSources.BUILT_IN).reactions());
    }

    /** Adds reactions. With an empty list a twin has none. */
    @API(status = API.Status.INTERNAL)
    public ScenarioBuilder reactions(List<Reaction> more) {
        reactions = joined(reactions, more);
        return this;
    }

    /** Adds a pod. Without a namespace it is in {@code default}. */
    public ScenarioBuilder pod(Pod pod) {
        return pods(List.of(pod));
    }

    /** Adds pods. With an empty list a twin has none, whatever its attack has. */
    public ScenarioBuilder pods(List<Pod> more) {
        pods = joined(pods, more.stream().map(ScenarioBuilder::inNamespace).toList());
        return this;
    }

    /** Adds a server on the pods' network. */
    @API(status = API.Status.EXPERIMENTAL)
    public ScenarioBuilder peer(Peer peer) {
        peers.add(peer);
        return this;
    }

    /** Adds a step. */
    public ScenarioBuilder step(Step step) {
        steps.add(step);
        return this;
    }

    /** Adds an effect that must be there after the last step. */
    public ScenarioBuilder effect(Effect effect) {
        effects.add(effect);
        return this;
    }

    /** Adds rules that must fire. */
    public ScenarioBuilder fires(String... rules) {
        List.of(rules).forEach(rule -> expect(Expectation.fires(rule)));
        return this;
    }

    /** Adds rules that must fire, for the steps or for the start of the pods. */
    public ScenarioBuilder firesFromStart(String... rules) {
        List.of(rules).forEach(rule -> expect(Expectation.fires(rule).fromStart()));
        return this;
    }

    /**
     * Adds rules that must fire, for the steps or for what they make the containers' own programs do. That it is for
     * the steps shows a twin with the same pods, in which they stay silent.
     */
    public ScenarioBuilder firesFromContainers(String... rules) {
        List.of(rules).forEach(rule -> expect(Expectation.fires(rule).fromContainers()));
        return this;
    }

    /** Adds rules that must stay silent because Falco does not see what is done. */
    public ScenarioBuilder blind(String... rules) {
        List.of(rules).forEach(rule -> expect(Expectation.silent(rule).blind()));
        return this;
    }

    /** Adds rules that must stay silent. */
    public ScenarioBuilder silent(String... rules) {
        List.of(rules).forEach(rule -> expect(Expectation.silent(rule)));
        return this;
    }

    /** Adds what a rule must do, with all that can be said of it. */
    public ScenarioBuilder expect(Expectation expectation) {
        expectations.add(expectation);
        return this;
    }

    /**
     * Builds the scenario.
     *
     * @throws IllegalStateException if it can't be played, or if no verdict on it would mean something; the message
     *     says why
     */
    public Scenario build() {
        Scenario said = attack == null ? alone() : besides(attack);
        Scenario built = said.as(new Scenario.Realism(derived || attack != null && attack.isDerived(), simulated));
        String fault = ScenarioFaults.of(built, expectations, attack);
        if (attack != null && !(techniques.isEmpty() && missing == null && simulated.isEmpty())) {
            fault = "a twin has the techniques and the requirement of its attack: "
                    + "leave out attack(), requires() and simulated()";
        }
        if (!fault.isEmpty()) {
            throw new IllegalStateException("scenario " + id + " can't be played: " + fault);
        }
        return built;
    }

    private Scenario alone() {
        return scenario(
                techniques,
                new Scenario.Stage(recording, cluster, orNone(reactions), orNone(pods), peers),
                expectations,
                Requirement.of(missing));
    }

    private Scenario besides(Scenario other) {
        Scenario.Stage stage = new Scenario.Stage(
                recording,
                cluster == null ? other.cluster() : cluster,
                reactions == null ? other.reactions() : reactions,
                pods == null ? other.pods() : pods,
                peers);
        List<Expectation> rules = ExpectationReader.ofTwin(other.expectations(), expectations);
        return scenario(other.techniques(), stage, rules, other.requires()).asTwin();
    }

    private Scenario scenario(
            List<String> ofAttack, Scenario.Stage stage, List<Expectation> rules, Requirement requirement) {
        Scenario.Head head = new Scenario.Head(kind, id, title, ofAttack, origin);
        return new Scenario(head, stage, new Scenario.Act(List.of(), steps, effects), rules, requirement, false);
    }

    private static Pod inNamespace(Pod pod) {
        return pod.getMetadata().getNamespace() != null
                ? pod
                : new PodBuilder(pod)
                        .editMetadata()
                        .withNamespace("default")
                        .endMetadata()
                        .build();
    }

    private static <T> List<T> joined(@Nullable List<T> some, List<T> more) {
        List<T> all = new ArrayList<>(orNone(some));
        all.addAll(more);
        return all;
    }

    private static <T> List<T> orNone(@Nullable List<T> some) {
        return some == null ? List.of() : some;
    }
}
