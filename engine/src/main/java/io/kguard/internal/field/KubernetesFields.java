// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.IpText;
import io.kguard.internal.machine.Container;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields {@code k8s.*}, from the container engine's metadata. The API server is not used. */
final class KubernetesFields {
    private static final int SHORT_ID = 12;

    private KubernetesFields() {}

    static void addTo(Bindings bindings) {
        label(bindings, "k8s.ns.name", "io.kubernetes.pod.namespace");
        label(bindings, "k8s.pod.name", "io.kubernetes.pod.name");
        label(bindings, "k8s.pod.uid", "io.kubernetes.pod.uid");
        label(bindings, "k8s.pod.id", "io.kubernetes.pod.uid");
        text(bindings, "k8s.pod.sandbox_id", container -> shortId(container.podSandboxId()));
        text(bindings, "k8s.pod.full_sandbox_id", Container::podSandboxId);
        bindings.text(
                "k8s.pod.labels", inPod(container -> ContainerFields.joined(container.podSandboxLabels(), false)));
        bindings.argued(
                "k8s.pod.label",
                key -> Loader.text(
                        inPod(container -> container.podSandboxLabels().getOrDefault(key, ""))));
        bindings.text("k8s.pod.ip", inPod(container -> IpText.of(false, 0, container.ip())));
        bindings.text("k8s.pod.cni.json", inPod(Container::cniJson));
    }

    private static void label(Bindings bindings, String name, String label) {
        bindings.text(name, inPod(container -> container.labels().get(label)));
    }

    private static void text(Bindings bindings, String name, Function<Container, @Nullable String> source) {
        bindings.text(name, context -> {
            Container container = context.machine().container();
            return container == null || !container.isInPod() ? null : ContainerFields.ofContainer(context, source);
        });
    }

    private static Loader.OfText inPod(Function<Container, @Nullable String> source) {
        return context -> {
            Container container = context.machine().container();
            return container == null || !container.isInPod() ? null : source.apply(container);
        };
    }

    static String shortId(String id) {
        return id.length() > SHORT_ID ? id.substring(0, SHORT_ID) : id;
    }
}
