// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kguard.engine.Alert;
import io.kguard.internal.cluster.Cluster;
import io.kguard.internal.cluster.ClusterException;
import io.kguard.internal.cluster.ClusterOptions;
import io.kguard.internal.cluster.Kubectl;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.output.TalonRoute;
import io.kguard.reaction.Reaction;
import io.kguard.reaction.TimedReaction;
import io.kguard.reactor.Reactor;
import io.kguard.scenario.ClusterSetup;
import io.kguard.workload.Actor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A simulated cluster for one scenario. Its API server creates the pods. */
final class ClusterStage implements Stage {
    private final Cluster cluster;
    private final KubernetesClient client;
    private final Reactor reactor;
    private final Map<String, PodSandbox> pods = new LinkedHashMap<>();

    /**
     * Starts the cluster.
     *
     * @param route how alerts get to what reacts
     * @param kubectl whether steps run kubectl
     * @throws ClusterException if it does not start, or refuses an object
     */
    ClusterStage(
            Sandbox sandbox,
            ClusterOptions options,
            ClusterSetup setup,
            List<Reaction> reactions,
            TalonRoute route,
            boolean kubectl) {
        cluster = Cluster.start(sandbox, options);
        client = cluster.client(Actor.ADMINISTRATOR);
        reactor = new Reactor(reactions, client, route);
        try {
            if (kubectl) {
                new Kubectl(cluster).prepare(); // it starts while the pods do
            }
            setup.objects().forEach(cluster::place);
        } catch (RuntimeException e) {
            clear();
            throw e;
        }
    }

    @Override
    public void start(List<Pod> manifests) {
        for (Pod pod : manifests) {
            String name = pod.getMetadata().getName();
            String namespace = pod.getMetadata().getNamespace();
            cluster.placeNamespace(namespace);
            try {
                client.resource(cluster.withOwners(pod)).create();
            } catch (ClusterException e) {
                throw new ActFailedException(String.valueOf(e.getMessage()));
            } catch (KubernetesClientException e) {
                throw new ActFailedException("the API server refused the pod " + name + ": " + e.getMessage());
            }
            pods.put(name, cluster.awaitRunning(namespace, name));
        }
    }

    @Override
    public Map<String, PodSandbox> pods() {
        return pods;
    }

    @Override
    public List<PodSandbox> allPods() {
        return cluster.pods();
    }

    @Override
    public Cluster cluster(Object what) {
        return cluster;
    }

    @Override
    public List<PodSandbox> ownPods() {
        return Stream.concat(
                        pods.values().stream(), cluster.pods().stream().filter(pod -> cluster.isReplacement(pod.pod())))
                .toList();
    }

    @Override
    public void awaitStarts() {
        cluster.awaitStarts();
    }

    @Override
    public void react(Alert alert) {
        reactor.accept(alert);
    }

    @Override
    public void awaitReactions() {
        if (!reactor.awaitIdle()) {
            throw new ActFailedException("the reactions to the alerts do not end");
        }
    }

    @Override
    public List<TimedReaction> reactions() {
        return reactor.results();
    }

    @Override
    public List<String> notes() {
        return Stream.concat(reactor.notes().stream(), cluster.idleObjects().stream())
                .toList();
    }

    @Override
    public Map<String, String> overview() {
        return cluster.overview();
    }

    @Override
    public void settle() {
        reactor.close();
        cluster.stopServing();
    }

    @Override
    public List<String> clear() {
        List<String> failures = new ArrayList<>();
        try {
            reactor.close();
            client.close();
            cluster.close();
        } catch (ClusterException e) {
            failures.add(String.valueOf(e.getMessage()));
        }
        return failures;
    }
}
