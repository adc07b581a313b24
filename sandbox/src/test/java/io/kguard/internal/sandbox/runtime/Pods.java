// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.kguard.internal.sandbox.ContainerRuntime;
import io.kguard.internal.sandbox.ExecResult;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.simulation.SimulatorOptions;
import java.time.Duration;
import java.util.function.Consumer;

/** Manifests for tests. */
public final class Pods {
    private Pods() {}

    /** The pod jenkins-0 with the container jenkins, which sleeps. */
    public static Pod sleeping() {
        return running("sleep", "1000");
    }

    public static Pod running(String... command) {
        return with(container -> container.withCommand(command));
    }

    public static Pod with(Consumer<ContainerBuilder> container) {
        ContainerBuilder builder =
                new ContainerBuilder().withName("jenkins").withImage("base").withCommand("sleep", "1000");
        container.accept(builder);
        return new PodBuilder()
                .withNewMetadata()
                .withName("jenkins-0")
                .withNamespace("default")
                .addToLabels("app", "jenkins")
                .endMetadata()
                .withNewSpec()
                .withContainers(builder.build())
                .endSpec()
                .build();
    }

    /** Runs a bash script in the pod's first container. */
    public static ExecResult bash(PodSandbox pod, String script) {
        return pod.exec("", ExecSpec.of("bash", "-c", script));
    }

    /** The shim of a container that was removed: runc's has ended, Docker's ends a little later. */
    public static void assertShimEnds(long pid) {
        if (SimulatorOptions.configured().sandbox().runtime() == ContainerRuntime.RUNC) {
            assertThat(ProcessHandle.of(pid)).isEmpty();
        } else {
            ProcessHandle.of(pid).ifPresent(shim -> assertThat(shim.onExit()).succeedsWithin(Duration.ofSeconds(20)));
        }
    }
}
