// SPDX-License-Identifier: Apache-2.0
package io.kguard.reactor;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.kguard.engine.Alert;
import io.kguard.output.TalonAlert;
import io.kguard.reaction.Action;
import io.kguard.reaction.ReactionResult.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Does an action about an alert, by the requests to the API server that Falco Talon makes.
 *
 * <p>Source: Falco Talon, {@code actionners/kubernetes}.
 */
final class ActionRun implements Action.Visitor<Finished> {
    private static final PatchContext JSON_PATCH = PatchContext.of(PatchType.JSON);
    private static final String CORDON = "[{\"op\":\"replace\",\"path\":\"/spec/unschedulable\",\"value\":true}]";

    private final KubernetesClient client;
    private final Alert alert;
    private final String hostname;
    private final List<String> contexts;

    ActionRun(KubernetesClient client, TalonAlert received, List<String> contexts) {
        this.client = client;
        this.alert = received.alert();
        this.hostname = received.hostname();
        this.contexts = contexts;
    }

    /** What is done with the alert's pod. */
    private interface PodAction {
        Finished on(Target target, PodResource resource, Pod pod);
    }

    private Finished withPod(PodAction action) {
        Target target = Target.of(alert);
        if (target == null) {
            return Finished.failed(
                    "no pod",
                    "missing pod name: the alert names no pod; add %k8s.ns.name and %k8s.pod.name to the rule's output");
        }
        PodResource resource = client.pods().inNamespace(target.namespace()).withName(target.pod());
        Pod pod = resource.get();
        if (pod == null) {
            return Finished.gone(target.toString(), "pods \"" + target.pod() + "\" not found");
        }
        return action.on(target, resource, pod);
    }

    /** What is done with the node of the alert's pod. */
    private interface NodeAction {
        Finished on(Node node);
    }

    private Finished withNode(NodeAction action) {
        return withPod((target, resource, pod) -> {
            Node node = node(client, pod);
            return node == null
                    ? Finished.failed(target.toString(), "no node found for the pod '" + target.pod() + "'")
                    : action.on(node);
        });
    }

    /** The node of a pod, or null if there is none. */
    static @Nullable Node node(KubernetesClient client, Pod pod) {
        String name = pod.getSpec().getNodeName();
        return name == null ? null : client.nodes().withName(name).get();
    }

    @Override
    public Finished visit(Action.Terminate action) {
        return withPod((target, resource, pod) -> {
            String reason = SparedPods.reason(client, action.spared(), pod);
            if (!reason.isEmpty()) {
                return Finished.leftAlone(target.toString(), reason);
            }
            resource.withGracePeriod(action.gracePeriodSeconds()).delete();
            return Finished.done(target.toString());
        });
    }

    @Override
    public Finished visit(Action.Delete action) {
        return AuditTarget.delete(client, alert);
    }

    @Override
    public Finished visit(Action.Label action) {
        return withPod((target, resource, pod) ->
                new MetadataPatch(client, "labels", action.labels()).apply(action.level(), target, pod));
    }

    @Override
    public Finished visit(Action.Annotation action) {
        return withPod((target, resource, pod) ->
                new MetadataPatch(client, "annotations", action.annotations()).apply(action.level(), target, pod));
    }

    @Override
    public Finished visit(Action.NetworkPolicy action) {
        return withPod((target, resource, pod) -> EgressPolicy.put(client, action, target, pod));
    }

    @Override
    public Finished visit(Action.Cordon action) {
        return withNode(node -> {
            String name = node.getMetadata().getName();
            client.nodes().withName(name).patch(JSON_PATCH, CORDON);
            return Finished.done("node " + name);
        });
    }

    @Override
    public Finished visit(Action.Drain action) {
        return withNode(
                node -> NodeDrain.drain(client, action, node.getMetadata().getName()));
    }

    @Override
    public Finished visit(Action.Exec action) {
        return withPod((target, resource, pod) -> commands(target, pod).exec(action));
    }

    @Override
    public Finished visit(Action.Script action) {
        return withPod((target, resource, pod) -> commands(target, pod).script(action));
    }

    private PodCommands commands(Target target, Pod pod) {
        return new PodCommands(client, target, pod, AlertVariables.of(alert, hostname, contexts, node(client, pod)));
    }

    @Override
    public Finished visit(Action.Log action) {
        return withPod((target, resource, pod) -> {
            String log = "";
            for (var container : pod.getSpec().getContainers()) {
                if (log.isEmpty()) {
                    log = resource.inContainer(container.getName())
                            .tailingLines(action.tailLines())
                            .getLog();
                }
            }
            return new Finished(target.toString(), Outcome.DONE, log);
        });
    }

    @Override
    public Finished visit(Action.RemoveNode action) {
        return withNode(node -> {
            client.resource(node).delete();
            return Finished.done("node " + node.getMetadata().getName());
        });
    }

    @Override
    public Finished visit(Action.NotSimulated action) {
        Target target = Target.of(alert);
        return new Finished(target == null ? "" : target.toString(), Outcome.NOT_SIMULATED, action.reason());
    }
}
