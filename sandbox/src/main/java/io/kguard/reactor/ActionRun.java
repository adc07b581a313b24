// SPDX-License-Identifier: Apache-2.0
package io.kguard.reactor;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.kguard.engine.Alert;
import io.kguard.output.TalonAlert;
import io.kguard.reaction.Action;
import io.kguard.reaction.ReactionResult.Outcome;
import io.kguard.workload.ApiResource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Does an action about an alert, by the requests to the API server that Falco Talon makes.
 *
 * <p>Source: Falco Talon, {@code actionners/kubernetes}.
 */
final class ActionRun {
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
        Finished on(Node node, String name);
    }

    private Finished withNode(NodeAction action) {
        return withPod((target, resource, pod) -> {
            Node node = node(client, pod);
            return node == null
                    ? Finished.failed(target.toString(), "no node found for the pod '" + target.pod() + "'")
                    : action.on(node, node.getMetadata().getName());
        });
    }

    /** The node of a pod, or null if there is none. */
    static @Nullable Node node(KubernetesClient client, Pod pod) {
        String name = pod.getSpec().getNodeName();
        return name == null ? null : client.nodes().withName(name).get();
    }

    /** An object by its name. The client asks for no list of resources first. */
    static Resource<GenericKubernetesResource> object(
            KubernetesClient client, ApiResource resource, String namespace, String name) {
        var all = client.genericKubernetesResources(new ResourceDefinitionContext.Builder()
                .withGroup(resource.group())
                .withVersion(resource.version())
                .withKind(resource.kind())
                .withPlural(resource.plural())
                .withNamespaced(resource.namespaced())
                .build());
        return resource.namespaced() ? all.inNamespace(namespace).withName(name) : all.withName(name);
    }

    /** Does an action of any kind. */
    Finished run(Action action) {
        if (action instanceof Action.Terminate terminate) {
            return withPod((target, resource, pod) -> terminate(terminate, target, resource, pod));
        }
        if (action instanceof Action.Delete) {
            return AuditTarget.delete(client, alert);
        }
        if (action instanceof Action.Label label) {
            return patch("labels", label.labels(), label.level());
        }
        if (action instanceof Action.Annotation annotation) {
            return patch("annotations", annotation.annotations(), annotation.level());
        }
        if (action instanceof Action.NetworkPolicy policy) {
            return withPod((target, resource, pod) -> EgressPolicy.put(client, policy, target, pod));
        }
        if (action instanceof Action.Cordon) {
            return withNode((node, name) -> {
                client.nodes().withName(name).patch(JSON_PATCH, CORDON);
                return Finished.done("node " + name);
            });
        }
        if (action instanceof Action.Drain drain) {
            return withNode((node, name) -> NodeDrain.drain(client, drain, name));
        }
        if (action instanceof Action.Exec exec) {
            return withPod((target, resource, pod) -> commands(target, pod).exec(exec));
        }
        if (action instanceof Action.Script script) {
            return withPod((target, resource, pod) -> commands(target, pod).script(script));
        }
        if (action instanceof Action.Log log) {
            return withPod((target, resource, pod) -> log(log, target, resource, pod));
        }
        if (action instanceof Action.RemoveNode) {
            return withNode((node, name) -> {
                client.resource(node).delete();
                return Finished.done("node " + name);
            });
        }
        if (action instanceof Action.NotSimulated missing) {
            return new Finished(Objects.toString(Target.of(alert), ""), Outcome.NOT_SIMULATED, missing.reason());
        }
        throw new IllegalArgumentException("no way to do " + action.actionner());
    }

    private Finished terminate(Action.Terminate action, Target target, PodResource resource, Pod pod) {
        String reason = SparedPods.reason(client, action.spared(), pod);
        if (!reason.isEmpty()) {
            return Finished.leftAlone(target.toString(), reason);
        }
        resource.withGracePeriod(action.gracePeriodSeconds()).delete();
        return Finished.done(target.toString());
    }

    private Finished patch(String field, Map<String, String> values, Action.Level level) {
        MetadataPatch patch = new MetadataPatch(client, field, values);
        return level == Action.Level.POD
                ? withPod((target, resource, pod) -> {
                    patch.change(pod);
                    return Finished.done(target.toString());
                })
                : withNode((node, name) -> {
                    patch.change(node);
                    return Finished.done("node " + name);
                });
    }

    private PodCommands commands(Target target, Pod pod) {
        return new PodCommands(client, target, pod, AlertVariables.of(alert, hostname, contexts, node(client, pod)));
    }

    private static Finished log(Action.Log action, Target target, PodResource resource, Pod pod) {
        String log = pod.getSpec().getContainers().stream()
                .map(container -> resource.inContainer(container.getName())
                        .tailingLines(action.tailLines())
                        .getLog())
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        return new Finished(target.toString(), Outcome.DONE, log);
    }
}
