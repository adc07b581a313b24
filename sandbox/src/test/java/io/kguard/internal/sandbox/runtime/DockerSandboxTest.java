// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kguard.internal.sandbox.ContainerMetadata;
import io.kguard.internal.sandbox.ContainerRuntime;
import io.kguard.internal.sandbox.ExecResult;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.HostAccess;
import io.kguard.internal.sandbox.Limits;
import io.kguard.internal.sandbox.PodContainer;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.PodSandbox.Incident;
import io.kguard.internal.sandbox.PodSetup;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.requirement.RequiresDocker;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.DockerClientFactory;

/** Docker's own features. The tests of containers also run on Docker, with the profile {@code docker}. */
@RequiresRoot
@RequiresDocker
@Timeout(120)
class DockerSandboxTest {
    static Sandbox sandbox;

    @BeforeAll
    static void open() {
        sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox().withRuntime(ContainerRuntime.DOCKER));
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    private static List<Container> containersOf(PodSandbox pod) {
        DockerClient client = DockerClientFactory.instance().client();
        return client.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(
                        Map.of("io.kubernetes.pod.uid", pod.pod().getMetadata().getUid()))
                .exec();
    }

    @Test
    @Tag("trust")
    void filesThatKguardGivesDoNotFillTheMachine() {
        try (PodSandbox pod = sandbox.start(Pods.sleeping(), PodListener.NONE)) {
            for (String file : List.of("/dev/termination-log", "/etc/hosts")) {
                ExecResult result = pod.exec("", ExecSpec.of("dd", "if=/dev/zero", "of=" + file, "bs=1M", "count=16"));
                assertThat(result.stderr()).as(file).contains("No space left on device");
            }
        }
    }

    @Test
    void outputThatTheAttachedConnectionLostIsInTheLog() throws Exception {
        try (PodSandbox pod = sandbox.start(
                Pods.with(container -> container.withCommand(
                        "sh", "-c", "echo one; echo two >&2; sleep 1; echo three; echo four >&2")),
                PodListener.NONE)) {
            DockerContainer container = (DockerContainer) pod.container("");
            assertThat(container.log().follow().readNBytes(8)).hasSize(8);
            container.attached().close();
            assertThat(container.exit().get(60, TimeUnit.SECONDS)).isZero();
            assertThat(new String(container.log().bytes(), UTF_8).lines())
                    .containsExactlyInAnyOrder("one", "two", "three", "four");
        }
    }

    @Test
    void theDaemonHasWhatAKubeletsWouldHave() {
        PodSandbox pod = sandbox.start(Pods.sleeping(), PodListener.NONE);
        try (pod) {
            String suffix = "_jenkins-0_default_" + pod.pod().getMetadata().getUid() + "_0";
            List<Container> all = containersOf(pod);
            assertThat(all)
                    .extracting(container -> container.getNames()[0])
                    .containsExactlyInAnyOrder("/k8s_POD" + suffix, "/k8s_jenkins" + suffix);
            for (Container container : all) {
                boolean isSandbox = container.getNames()[0].startsWith("/k8s_POD");
                assertThat(container.getId())
                        .isEqualTo(
                                isSandbox
                                        ? pod.id()
                                        : pod.container("").metadata().id());
                assertThat(container.getLabels())
                        .containsEntry("io.kubernetes.pod.name", "jenkins-0")
                        .containsEntry("io.kubernetes.pod.namespace", "default")
                        .containsEntry("io.kubernetes.container.name", isSandbox ? "POD" : "jenkins")
                        .containsEntry("io.kubernetes.docker.type", isSandbox ? "podsandbox" : "container");
            }
        }
        assertThat(containersOf(pod)).isEmpty();
    }

    @Test
    void theMetadataIsThatOfRunc() {
        Pod manifest;
        ContainerMetadata runc;
        try (Sandbox other =
                        Sandboxes.open(SimulatorOptions.configured().sandbox().withRuntime(ContainerRuntime.RUNC));
                PodSandbox onRunc = other.start(Pods.sleeping(), PodListener.NONE)) {
            manifest = onRunc.pod();
            runc = onRunc.container("").metadata();
        }
        try (PodSandbox onDocker = sandbox.start(manifest, PodListener.NONE)) {
            ContainerMetadata docker = onDocker.container("").metadata();
            assertThat(docker)
                    .usingRecursiveComparison()
                    .ignoringFields("id", "podSandboxId", "ip", "createdTimeSeconds", "mounts")
                    .isEqualTo(runc);
            assertThat(docker.mounts()).hasSameSizeAs(runc.mounts());
            assertThat(docker.podSandboxId()).isEqualTo(onDocker.id()).matches("[0-9a-f]{64}");
        }
    }

    @Test
    void aContainerHasTheEnvironmentAndTheCapabilitiesThatItHasOnRunc() {
        String script =
                "tr '\\0' '\\n' < /proc/1/environ | grep -v KUBE | sort; grep Cap /proc/1/status; ulimit -n > /dev/null";
        try (Sandbox other =
                        Sandboxes.open(SimulatorOptions.configured().sandbox().withRuntime(ContainerRuntime.RUNC));
                PodSandbox onRunc = other.start(Pods.sleeping(), PodListener.NONE);
                PodSandbox onDocker = sandbox.start(Pods.sleeping(), PodListener.NONE)) {
            assertThat(lines(Pods.bash(onDocker, script))).isEqualTo(lines(Pods.bash(onRunc, script)));
        }
    }

    private static Set<String> lines(ExecResult result) {
        assertThat(result.exitStatus()).isZero();
        return new TreeSet<>(Arrays.asList(result.stdout().split("\n")));
    }

    @Test
    void aLayerThatTheKernelDoesNotBoundIsWatched() throws Exception {
        try (PodSandbox pod = sandbox.start(Pods.sleeping(), PodListener.NONE)) {
            PodContainer container = pod.container("");
            Limits small = Limits.DEFAULT.withDiskBytes(8L << 20);
            ContainerLimits limits = new ContainerLimits(
                    PodCgroup.of(List.of(), "/kubepods/pod0").orElseThrow(), container.metadata(), 0, small);
            new DockerLayer(
                            DockerClientFactory.instance().client(),
                            container.metadata().id(),
                            limits,
                            small.diskBytes())
                    .started(
                            container.pid(),
                            container.exit(),
                            () -> ProcessHandle.of(container.pid())
                                    .orElseThrow()
                                    .destroyForcibly());
            assertThat(Pods.bash(pod, "dd if=/dev/zero of=/small bs=1M count=7").exitStatus())
                    .isZero();
            assertThat(Pods.bash(pod, "dd if=/dev/zero of=/big bs=1M count=7; sleep 1000")
                            .exitStatus())
                    .isEqualTo(137);
            assertThat(container.exit().get(60, java.util.concurrent.TimeUnit.SECONDS))
                    .isEqualTo(137);
            assertThat(limits.incidents()).extracting(Incident::kind).containsExactly(Incident.Kind.OUT_OF_DISK);
        }
    }

    @Test
    void aMissingImageSaysWhoWasAsked() {
        assertThatThrownBy(() -> sandbox.start(
                        Pods.with(container -> container.withImage("registry.example/team/app:1.2")), PodListener.NONE))
                .isInstanceOf(SandboxException.class)
                .hasMessageStartingWith(
                        "there is no image \"registry.example/team/app:1.2\" here. The Docker daemon has"
                                + " none and can't pull it");
    }

    @Test
    void aKilledContainersShimIsAnIncident() throws Exception {
        try (PodSandbox pod = sandbox.start(Pods.sleeping(), PodListener.NONE)) {
            PodContainer container = pod.container("");
            assertThat(Path.of("/proc/" + container.shimPid() + "/comm")).hasContent("containerd-shim");
            ProcessHandle.of(container.shimPid()).orElseThrow().destroyForcibly();
            assertThat(container.exit().get(60, java.util.concurrent.TimeUnit.SECONDS))
                    .isEqualTo(137);
            assertThat(pod.incidents()).extracting(Incident::kind).containsExactly(Incident.Kind.KILLED);
        }
    }

    @Test
    void aCommandWhoseContainerIsKilledBeforeItStartsCouldNotRunThere() throws Exception {
        try (PodSandbox pod = sandbox.start(Pods.sleeping(), PodListener.NONE)) {
            PodContainer container = pod.container("");
            assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(container.shimPid()))
                            .start()
                            .waitFor())
                    .isZero();
            CompletableFuture<ExecResult> command = CompletableFuture.supplyAsync(() -> Pods.bash(pod, "sleep 7919"));
            while (commandsIn(container) == 0) {
                Thread.onSpinWait();
            }
            ProcessHandle.of(container.shimPid()).orElseThrow().destroyForcibly();
            assertThat(command)
                    .failsWithin(Duration.ofSeconds(60))
                    .withThrowableThat()
                    .withMessageContaining("which does not run; it ended with status 137");
        }
    }

    private static int commandsIn(PodContainer container) {
        List<String> ids = DockerClientFactory.instance()
                .client()
                .inspectContainerCmd(container.metadata().id())
                .exec()
                .getExecIds();
        return ids == null ? 0 : ids.size();
    }

    @Test
    @Tag("trust")
    void aPrivilegedPodIsRefused() {
        assertRefused(
                Pods.with(container ->
                        container.withNewSecurityContext().withPrivileged(true).endSecurityContext()),
                "has the container jenkins, which is privileged. On Docker it could reach this machine.");
    }

    @Test
    @Tag("trust")
    void aCapabilityThatReachesTheMachineIsRefused() {
        assertRefused(
                Pods.with(container -> container
                        .withNewSecurityContext()
                        .withNewCapabilities()
                        .addToAdd("DAC_READ_SEARCH")
                        .endCapabilities()
                        .endSecurityContext()),
                "has the container jenkins, which has the capability DAC_READ_SEARCH. On Docker it could reach");
    }

    @Test
    @Tag("trust")
    void aHostPathThatShowsTheKernelIsRefused() {
        for (String path : List.of("/", "/proc", "/sys/fs/cgroup")) {
            Pod pod = new PodBuilder(Pods.with(container -> container
                            .addNewVolumeMount()
                            .withName("h")
                            .withMountPath("/h")
                            .endVolumeMount()))
                    .editSpec()
                    .addNewVolume()
                    .withName("h")
                    .withNewHostPath()
                    .withPath(path)
                    .endHostPath()
                    .endVolume()
                    .endSpec()
                    .build();
            assertRefused(pod, "has the container jenkins, which sees this machine's /proc or /sys through a hostPath");
        }
    }

    @Test
    @Tag("trust")
    void aLinkThatLeadsOutOfAVolumeIsNotFollowed() {
        Pod pod = Serialization.unmarshal("""
                apiVersion: v1
                kind: Pod
                metadata: {name: jenkins-0, namespace: default}
                spec:
                  volumes: [{name: v, emptyDir: {}}]
                  initContainers:
                    - {name: i, image: base, command: [ln, -s, /, /v/x], volumeMounts: [{name: v, mountPath: /v}]}
                  containers:
                    - {name: main, image: base, volumeMounts: [{name: v, mountPath: /host, subPath: x}]}
                """, Pod.class);
        assertRefused(pod, "leads out of its volume");
    }

    private static void assertRefused(Pod pod, String why) {
        PodSetup confined = PodSetup.defaults().withHostAccess(HostAccess.DECOY);
        assertThatThrownBy(() -> sandbox.start(pod, confined, PodListener.NONE).close())
                .isInstanceOf(SandboxException.class)
                .hasMessageContaining(why);
    }
}
