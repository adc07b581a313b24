// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.fabric8.kubernetes.api.model.Pod;
import io.kguard.engine.Alert;
import io.kguard.reaction.ReactionResult;
import io.kguard.sandbox.PodSandbox;
import io.kguard.scenario.Effect;
import io.kguard.scenario.Step;
import java.util.List;
import java.util.Map;

/** Where a scenario is played: what runs its pods, and what does the things that only a cluster can. */
interface Stage {
    /** Starts pods, one after the other, and returns when they run. */
    void start(List<Pod> manifests);

    /** The pods that were started, by their names, in the order of their start. */
    Map<String, PodSandbox> pods();

    /** All pods that have run, those included that a step created or deleted. */
    default List<PodSandbox> allPods() {
        return List.copyOf(pods().values());
    }

    /**
     * A pod that was started.
     *
     * @throws ActFailedException if there is none of that name
     */
    default PodSandbox pod(String name) {
        PodSandbox pod = pods().get(name);
        if (pod == null) {
            throw new ActFailedException("the scenario has no pod " + name);
        }
        return pod;
    }

    /**
     * Runs kubectl.
     *
     * @throws ActFailedException if it did not end as it must
     */
    default void run(Step.Kubectl step) {
        throw withoutCluster(step);
    }

    /**
     * Looks for an object of the cluster.
     *
     * @throws ActFailedException if it is not there as it must be
     */
    default void check(Effect.ObjectExists effect) {
        throw withoutCluster(effect);
    }

    /**
     * Waits until a pod is gone.
     *
     * @throws ActFailedException if it stays
     */
    default void check(Effect.PodGone effect) {
        throw withoutCluster(effect);
    }

    private static ActFailedException withoutCluster(Object what) {
        return new ActFailedException("the scenario plays without a cluster, and this needs one: " + what);
    }

    /** Waits until what a step has created runs, or could not be started. */
    default void awaitStarts() {}

    /** Begins what an alert sets off, and does not wait for it. */
    default void react(Alert alert) {}

    /**
     * Waits until everything is done that alerts have set off so far.
     *
     * @throws ActFailedException if it does not end
     */
    default void awaitReactions() {}

    /** What alerts have set off. */
    default List<ReactionResult> reactions() {
        return List.of();
    }

    /** Ends what is under way, so that all that was done has been told; pods go on running. */
    default void settle() {}

    /**
     * Removes everything.
     *
     * @return what could not be removed, and why
     */
    List<String> clear();
}
