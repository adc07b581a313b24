package io.kguard.simulation;

import io.fabric8.kubernetes.api.model.Pod;
import io.kguard.sandbox.PodSandbox;
import io.kguard.scenario.Effect;
import io.kguard.scenario.Step;
import java.util.Collection;
import java.util.List;

/** Where a scenario is played: what runs its pods and does what only some places can. */
interface Stage {
    /** Starts pods, one after the other, and returns when they run. */
    void start(List<Pod> pods);

    /**
     * A pod that was started.
     *
     * @throws ActFailedException if there is none of that name
     */
    PodSandbox pod(String name);

    /** The pods that were started. */
    Collection<PodSandbox> pods();

    /**
     * Runs kubectl.
     *
     * @throws ActFailedException if it did not end as it must
     */
    void run(Step.Kubectl step);

    /**
     * Looks for an object of the cluster.
     *
     * @throws ActFailedException if it is not there as it must be
     */
    void check(Effect.ObjectExists effect);

    /**
     * Waits until a pod is gone.
     *
     * @throws ActFailedException if it stays
     */
    void check(Effect.PodGone effect);

    /** Ends what is under way, so that all that was done has been told; pods go on running. */
    void settle();

    /**
     * Removes everything.
     *
     * @return what could not be removed, and why
     */
    List<String> clear();
}
