// SPDX-License-Identifier: Apache-2.0
package io.kguard.reactor;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.kguard.reaction.Action;
import io.kguard.reaction.ReactionResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Evicts the pods of a node. */
final class NodeDrain {
    /** A simulation is short. */
    private static final int LONGEST_WAIT = 60;

    private NodeDrain() {}

    static Finished drain(KubernetesClient client, Action.Drain action, String node) {
        List<Pod> pods = client.pods()
                .inAnyNamespace()
                .withField("spec.nodeName", node)
                .list()
                .getItems();
        List<PodResource> evicted = new ArrayList<>();
        int ignored = 0;
        int errors = 0;
        for (Pod pod : pods) {
            if (!SparedPods.reason(client, spared(action), pod).isEmpty()) {
                ignored++;
                continue;
            }
            PodResource resource = client.pods()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withName(pod.getMetadata().getName());
            // false if a disruption budget does not allow it, or if the pod is gone
            if (resource.evict()) {
                evicted.add(resource);
            } else if (resource.get() != null) {
                errors++;
            }
        }
        int late = action.maxWaitSeconds() == 0 ? 0 : late(evicted, Math.min(action.maxWaitSeconds(), LONGEST_WAIT));
        String target = "node " + node;
        if (errors + late > 0 && !action.ignoreErrors()) {
            return Finished.failed(
                    target,
                    "the node '" + node + "' has not been fully drained: " + ignored + " pods ignored, " + errors
                            + " eviction errors, " + late + " were not evicted during max_wait_period, 0 other errors");
        }
        return new Finished(
                target,
                ReactionResult.Outcome.DONE,
                ignored + " ignored pods, " + errors + " eviction errors, " + evicted.size() + " evicted");
    }

    /**
     * What is left alone. Falco Talon takes a percentage for one of the ready replicas, of which there are always as many.
     */
    static Action.Spared spared(Action.Drain action) {
        Action.Spared spared = action.spared();
        String least = spared.minHealthyReplicas();
        return least == null || !least.endsWith("%")
                ? spared
                : new Action.Spared(spared.daemonSets(), spared.statefulSets(), spared.standalone(), null);
    }

    private static int late(List<PodResource> evicted, int seconds) {
        int late = 0;
        for (PodResource pod : evicted) {
            try {
                pod.waitUntilCondition(Objects::isNull, seconds, TimeUnit.SECONDS);
            } catch (KubernetesClientTimeoutException e) {
                late++;
            }
        }
        return late;
    }
}
