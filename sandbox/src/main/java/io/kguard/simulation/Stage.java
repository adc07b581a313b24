// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.fabric8.kubernetes.api.model.Pod;
import io.kguard.engine.Alert;
import io.kguard.internal.cluster.Cluster;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.reaction.TimedReaction;
import java.util.List;
import java.util.Map;

/** Where a scenario is played. A stage runs the pods, and does what only a cluster can do. */
interface Stage {
    /** Starts pods, one after the other, and returns when all run. */
    void start(List<Pod> manifests);

    /** The pods by name, in the order of their start. */
    Map<String, PodSandbox> pods();

    /** All pods that have run, including those that a step created or deleted. */
    default List<PodSandbox> allPods() {
        return List.copyOf(pods().values());
    }

    /** The pods that no step created: the scenario's own, and those that controllers put in their places. */
    default List<PodSandbox> ownPods() {
        return List.copyOf(pods().values());
    }

    /**
     * A pod by name.
     *
     * @throws ActFailedException if there is no such pod
     */
    default PodSandbox pod(String name) {
        PodSandbox pod = pods().get(name);
        if (pod == null) {
            throw new ActFailedException("the scenario has no pod " + name);
        }
        return pod;
    }

    /**
     * The cluster.
     *
     * @param what what needs it
     * @throws ActFailedException if there is none
     */
    default Cluster cluster(Object what) {
        throw new ActFailedException("the scenario plays without a cluster, and this needs one: " + what);
    }

    /** Waits until all pods that a step created run or have failed to start. */
    default void awaitStarts() {}

    /** Starts the reactions to an alert, and does not wait for them. */
    default void react(Alert alert) {}

    /**
     * Waits until all reactions to the alerts so far have run.
     *
     * @throws ActFailedException if they do not end in time
     */
    default void awaitReactions() {}

    /** The results of reactions. */
    default List<TimedReaction> reactions() {
        return List.of();
    }

    /**
     * What was left out of the reactions that alerts trigger, and the objects of the cluster that do nothing here and would
     * in a real one, in sentences.
     */
    default List<String> notes() {
        return List.of();
    }

    /** The objects of the cluster that people look at, each with its state in a few words; empty if there is no cluster. */
    default Map<String, String> overview() {
        return Map.of();
    }

    /** Waits for what is under way, so that all its events are known. Pods keep running. */
    default void settle() {}

    /**
     * Removes everything.
     *
     * @return what could not be removed, and why
     */
    List<String> clear();
}
