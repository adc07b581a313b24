// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.kguard.internal.message.Nearest;
import io.kguard.internal.yaml.YamlMapping;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks that the pods and containers in steps and effects exist in the scenario. */
final class Targets {
    private final List<Pod> pods;

    Targets(List<Pod> pods) {
        this.pods = pods;
    }

    void check(YamlMapping from, @Nullable String name, @Nullable String container) {
        if (name == null || pods.isEmpty()) {
            return;
        }
        List<String> podNames =
                pods.stream().map(pod -> pod.getMetadata().getName()).toList();
        int index = podNames.indexOf(name);
        if (index < 0) {
            from.problem("pod", "the scenario has no pod " + name, Nearest.hint(name, podNames));
        } else if (container != null) {
            List<String> containers = pods.get(index).getSpec().getContainers().stream()
                    .map(Container::getName)
                    .toList();
            if (!containers.contains(container)) {
                from.problem(
                        "container",
                        "pod " + name + " has no container " + container,
                        Nearest.hint(container, containers));
            }
        }
    }
}
