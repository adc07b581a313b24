// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.ContainerFields.MountArgument;
import io.kguard.internal.machine.Container;
import io.kguard.internal.machine.ThreadInfo;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The fields {@code container.*} and {@code k8s.*} as Falco's container plugin says them, which Falco has since 0.41. What
 * is in no container is in one that the plugin calls {@code host}. A value that is empty is a value.
 */
final class ContainerPluginFields {
    private static final String POD_NAME = "io.kubernetes.pod.name";
    private static final String POD_NAMESPACE = "io.kubernetes.pod.namespace";
    private static final String POD_UID = "io.kubernetes.pod.uid";

    private ContainerPluginFields() {}

    static void addTo(Bindings bindings) {
        bindings.text("container.id", context -> {
            ThreadInfo thread = context.thread();
            if (thread != null) { // no look-up: most rules ask for this field
                return thread.containerId().isEmpty() ? Container.HOST.id() : thread.containerId();
            }
            Container told = context.machine().container();
            return told == null ? null : told.id();
        });
        text(bindings, "container.full_id", Container::fullId);
        text(bindings, "container.name", Container::name);
        text(bindings, "container.type", container -> container.type().label());
        text(bindings, "container.image", Container::image);
        text(bindings, "container.image.id", Container::imageId);
        text(bindings, "container.image.repository", Container::imageRepository);
        text(bindings, "container.image.tag", Container::imageTag);
        text(bindings, "container.image.digest", Container::imageDigest);
        flag(bindings, "container.privileged", Container::privileged);
        flag(bindings, "container.host_pid", Container::hostPid);
        flag(bindings, "container.host_network", Container::hostNetwork);
        flag(bindings, "container.host_ipc", Container::hostIpc);
        text(bindings, "container.ip", Container::address);
        text(bindings, "container.cni.json", Container::cniJson);
        text(bindings, "container.labels", container -> ContainerFields.joined(container.labels(), true));
        bindings.argued(
                "container.label",
                key -> Loader.text(
                        ContainerFields.any(container -> container.labels().get(key))));
        probe(bindings, "container.healthcheck", Container::healthcheck);
        probe(bindings, "container.liveness_probe", Container::livenessProbe);
        probe(bindings, "container.readiness_probe", Container::readinessProbe);
        int ofKeys = bindings.version().atLeast(FalcoVersion.V0_43)
                ? -1
                : 0; // any key was the first mount until libs 0.23.0
        ContainerFields.mounts(
                bindings,
                new MountArgument(
                        argument -> argument.matches("0|[1-9][0-9]*") ? EventArguments.number(argument) : ofKeys,
                        ContainerPluginFields::search));
        ProcessFields.nonZero(bindings, "container.start_ts", ThreadInfo::pidnsInitStart);
        ProcessFields.since(bindings, "container.duration", ThreadInfo::pidnsInitStart);
        pods(bindings);
    }

    private static void pods(Bindings bindings) {
        text(bindings, "k8s.ns.name", container -> container.labels().get(POD_NAMESPACE));
        text(bindings, "k8s.pod.name", container -> container.labels().get(POD_NAME));
        text(bindings, "k8s.pod.uid", container -> container.labels().get(POD_UID));
        text(bindings, "k8s.pod.id", container -> container.labels().get(POD_UID));
        text(bindings, "k8s.pod.sandbox_id", container -> KubernetesFields.shortId(container.podSandboxId()));
        text(bindings, "k8s.pod.full_sandbox_id", Container::podSandboxId);
        ofPod(bindings, "k8s.pod.ip", Container::address);
        ofPod(bindings, "k8s.pod.cni.json", Container::cniJson);
        bindings.text("k8s.pod.labels", context -> {
            Container container = context.machine().container();
            if (container == null) {
                return null;
            }
            Container sandbox = sandbox(context, container);
            return ContainerFields.joined((sandbox == null ? container : sandbox).podSandboxLabels(), true);
        });
        bindings.argued(
                "k8s.pod.label",
                key -> Loader.text(context -> {
                    Container container = context.machine().container();
                    if (container == null) {
                        return null;
                    }
                    Container sandbox = sandbox(context, container);
                    String label =
                            sandbox == null ? null : sandbox.podSandboxLabels().get(key);
                    return label == null ? container.podSandboxLabels().get(key) : label;
                }));
    }

    /** What the container says if it has an answer of the network plugin, or else the sandbox of its pod. */
    private static void ofPod(Bindings bindings, String name, Function<Container, @Nullable String> source) {
        bindings.text(name, context -> {
            Container container = context.machine().container();
            if (container == null) {
                return null;
            }
            Container told = container.cniJson().isEmpty() ? sandbox(context, container) : container;
            return told == null ? null : source.apply(told);
        });
    }

    /** The sandbox of a container that has no answer of the network plugin itself. */
    private static @Nullable Container sandbox(EventContext context, Container container) {
        if (!container.cniJson().isEmpty()) {
            return null;
        }
        String id = KubernetesFields.shortId(container.podSandboxId());
        return id.isEmpty() ? Container.HOST : context.machine().container(id);
    }

    /** A probe's command. The plugin does not say it any more since Falco 0.44. */
    private static void probe(Bindings bindings, String name, Function<Container, Container.@Nullable Probe> probe) {
        if (bindings.version().atLeast(FalcoVersion.V0_44)) {
            bindings.never(name);
        } else {
            text(bindings, name, container -> ContainerFields.command(probe.apply(container)));
        }
    }

    /** The keys in which a regular expression is found. */
    private static Predicate<String> search(String expression) {
        return PosixRegex.compile("(.|\n)*(" + expression + ")(.|\n)*")::matches;
    }

    private static void text(Bindings bindings, String name, Function<Container, @Nullable String> source) {
        bindings.text(name, ContainerFields.any(source));
    }

    private static void flag(Bindings bindings, String name, Predicate<Container> source) {
        bindings.value(name, context -> {
            Container container = context.machine().container();
            return container != null && context.found(source.test(container));
        });
    }
}
