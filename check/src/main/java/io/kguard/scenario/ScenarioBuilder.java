// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.kguard.reaction.Reaction;
import io.kguard.workload.Peer;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Builds a scenario in Java, for {@code Simulator.run}: the counterpart of a YAML file. Messages about its steps name
 * the line of Java code.
 */
@API(status = API.Status.STABLE)
public final class ScenarioBuilder {
    private final String id;
    private final Origin origin = Origin.ofCaller();
    private final List<String> techniques = new ArrayList<>();
    private @Nullable ClusterSetup cluster;
    private final List<Reaction> reactions = new ArrayList<>();
    private final List<Pod> pods = new ArrayList<>();
    private final List<Peer> peers = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private final List<Expectation> expectations = new ArrayList<>();
    private String title;

    /**
     * A scenario with an id.
     *
     * @param id lower-case words joined by dashes
     */
    public ScenarioBuilder(String id) {
        this.id = id;
        this.title = id;
    }

    /** Sets the title: what happens, in a few words. */
    public ScenarioBuilder title(String value) {
        title = value;
        return this;
    }

    /** Sets the MITRE ATT&amp;CK techniques. */
    public ScenarioBuilder attack(String... ids) {
        techniques.addAll(List.of(ids));
        return this;
    }

    /** Plays against a simulated cluster that contains these objects from the start. */
    public ScenarioBuilder cluster(HasMetadata... objects) {
        cluster = new ClusterSetup(List.of(objects), 1);
        return this;
    }

    /** Adds a reaction to alerts in the cluster. */
    public ScenarioBuilder reaction(Reaction reaction) {
        reactions.add(reaction);
        return this;
    }

    /** Adds a pod. Without a namespace it is in {@code default}. */
    public ScenarioBuilder pod(Pod pod) {
        pods.add(
                pod.getMetadata().getNamespace() != null
                        ? pod
                        : new PodBuilder(pod)
                                .editMetadata()
                                .withNamespace("default")
                                .endMetadata()
                                .build());
        return this;
    }

    /** Adds a server on the pods' network. */
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
        List.of(rules).forEach(rule -> expectations.add(Expectation.fires(rule)));
        return this;
    }

    /** Adds rules that must fire, for the steps or for the start of the pods. */
    public ScenarioBuilder firesFromStart(String... rules) {
        List.of(rules).forEach(rule -> expectations.add(Expectation.fires(rule).fromStart()));
        return this;
    }

    /** Adds rules that must fire, for the steps or for what they make the containers' own programs do. */
    public ScenarioBuilder firesFromContainers(String... rules) {
        List.of(rules).forEach(rule -> expectations.add(Expectation.fires(rule).fromContainers()));
        return this;
    }

    /** Adds rules that must stay silent because Falco does not see what is done. */
    public ScenarioBuilder blind(String... rules) {
        List.of(rules).forEach(rule -> expectations.add(Expectation.silent(rule).blind()));
        return this;
    }

    /** Adds rules that must stay silent. */
    public ScenarioBuilder silent(String... rules) {
        List.of(rules).forEach(rule -> expectations.add(Expectation.silent(rule)));
        return this;
    }

    /**
     * Builds the scenario.
     *
     * @throws IllegalStateException if it can't be played; the message says why
     */
    public Scenario build() {
        if (!ScenarioReader.ID.matcher(id).matches()) {
            throw wrong("\"" + id + "\" can't name a scenario: lower-case words and digits, joined by -");
        }
        boolean needsCluster = !reactions.isEmpty()
                || steps.stream().anyMatch(Step.Kubectl.class::isInstance)
                || effects.stream()
                        .anyMatch(effect -> !(effect instanceof Effect.FileExists || effect instanceof Effect.Stopped));
        if (cluster == null && needsCluster) {
            throw wrong("kubectl, reactions and effects in a cluster need a cluster: call cluster()");
        }
        if (cluster == null && pods.isEmpty()) {
            throw wrong("it has no pod");
        }
        if (effects.isEmpty() && expectations.stream().anyMatch(rule -> rule.outcome() == Expectation.Outcome.BLIND)) {
            throw wrong("a blind spot needs an effect as proof of what was done: call effect()");
        }
        for (Step step : steps) {
            if (step instanceof Step.Exec exec
                    && pods.stream()
                            .noneMatch(pod -> pod.getMetadata().getName().equals(exec.pod()))) {
                throw wrong(exec.origin() + ": there is no pod " + exec.pod());
            }
        }
        return new Scenario(
                new Scenario.Head(Scenario.Kind.CHECKED, id, title, techniques, origin, false),
                new Scenario.Stage(null, cluster, reactions, pods, peers),
                new Scenario.Act(List.of(), steps, effects),
                expectations,
                Requirement.NONE,
                false);
    }

    private IllegalStateException wrong(String what) {
        return new IllegalStateException("scenario " + id + " can't be played: " + what);
    }
}
