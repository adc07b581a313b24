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
import io.kguard.internal.sandbox.ExecResult;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.PodContainer;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.output.TalonRoute;
import io.kguard.reaction.Reaction;
import io.kguard.reaction.TimedReaction;
import io.kguard.reactor.Reactor;
import io.kguard.scenario.ClusterSetup;
import io.kguard.scenario.Effect;
import io.kguard.scenario.Step;
import io.kguard.workload.Actor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A simulated cluster for one scenario. Its API server creates the pods. */
final class ClusterStage implements Stage {
    private static final Duration GONE_TIMEOUT = Duration.ofSeconds(30);

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
    public ExecResult run(Step.Kubectl step) {
        ExecSpec spec = ExecSpec.of(step.args())
                .withTty(step.tty())
                .withStdin(step.stdin())
                .withTimeout(step.timeout());
        ActOutcome outcome = new ActOutcome(step, step.origin());
        try {
            Kubectl kubectl = step.origin()
                    .folder()
                    .map(folder -> new Kubectl(cluster, folder))
                    .orElseGet(() -> new Kubectl(cluster));
            return kubectl.run(step.actor(), spec);
        } catch (ClusterException e) {
            throw outcome.failed(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void check(Effect.ObjectExists effect) {
        String absence = absence(effect);
        if (!absence.isEmpty()) {
            throw new ActFailedException(
                    effect.origin() + ": the effect did not take place: " + effect + ": " + absence);
        }
    }

    @Override
    public boolean isThere(Effect.ObjectExists effect) {
        return absence(effect).isEmpty();
    }

    /** Why an object is not as an effect says; empty if it is. */
    private String absence(Effect.ObjectExists effect) {
        Map<String, @Nullable Object> object =
                cluster.find(effect.apiVersion(), effect.kind(), effect.namespace(), effect.name());
        return object == null ? "there is no such object" : difference("", effect.fields(), object);
    }

    @Override
    public boolean isThere(String name) {
        PodSandbox pod = pod(name);
        return !cluster.awaitGone(pod.pod(), Duration.ZERO)
                && pod.containers().stream()
                        .anyMatch(container -> !container.exit().isDone());
    }

    /** How an object differs; empty if it does not. */
    private static String difference(String path, @Nullable Object wanted, @Nullable Object found) {
        if (wanted instanceof Map<?, ?> fields) {
            for (Map.Entry<?, ?> field : fields.entrySet()) {
                Object value = found instanceof Map<?, ?> map ? map.get(field.getKey()) : null;
                String difference = difference(path + "." + field.getKey(), field.getValue(), value);
                if (!difference.isEmpty()) {
                    return difference;
                }
            }
            return "";
        }
        if (wanted instanceof List<?> items && found instanceof List<?> others && items.size() == others.size()) {
            for (int i = 0; i < items.size(); i++) {
                String difference = difference(path + "[" + i + "]", items.get(i), others.get(i));
                if (!difference.isEmpty()) {
                    return difference;
                }
            }
            return "";
        }
        // in a manifest, numbers and strings look alike
        return String.valueOf(wanted).equals(String.valueOf(found)) ? "" : path + " is " + found;
    }

    @Override
    public void check(Effect.PodGone effect) {
        PodSandbox pod = pod(effect.pod());
        String title = effect.origin() + ": the effect did not take place: " + effect + ": ";
        if (!cluster.awaitGone(pod.pod(), GONE_TIMEOUT)) {
            throw new ActFailedException(title + "the API server still has it");
        }
        for (PodContainer container : pod.containers()) {
            if (ProcessHandle.of(container.pid()).isPresent()
                    && !container.exit().isDone()) {
                throw new ActFailedException(title + "its container " + container.name() + " still runs");
            }
        }
    }

    @Override
    public void check(Effect.PodReplaced effect) {
        PodSandbox pod = pod(effect.pod());
        String title = effect.origin() + ": the effect did not take place: " + effect + ": ";
        Pod other = cluster.awaitReplacement(pod.pod(), GONE_TIMEOUT);
        if (other == null) {
            throw new ActFailedException(title
                    + (cluster.awaitGone(pod.pod(), Duration.ZERO)
                            ? "no running pod is in its place; its ReplicaSet or StatefulSet needs a template"
                            : "the API server still has it"));
        }
        String node = other.getSpec().getNodeName();
        if (effect.node() != null && !effect.node().equals(node)) {
            throw new ActFailedException(title + other.getMetadata().getName() + " in its place runs on node " + node);
        }
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
    public List<String> reactionNotes() {
        return reactor.notes();
    }

    @Override
    public List<String> idleObjects() {
        return cluster.idleObjects();
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
