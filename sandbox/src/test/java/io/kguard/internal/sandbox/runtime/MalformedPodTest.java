// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.workload.Peer;
import io.kguard.workload.PodRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same rules apply to a pod from the Java API as to one from a file. */
@Tag("trust")
class MalformedPodTest {

    static Stream<Arguments> malformed() {
        return Stream.of(
                broken("metadata.name", pod -> pod.getMetadata().setName("a\nunix /tmp/x 00")),
                broken("metadata.namespace", pod -> pod.getMetadata().setNamespace("a/../b")),
                broken("metadata.uid", pod -> pod.getMetadata().setUid("../../x")),
                broken("metadata.labels", pod -> pod.getMetadata().setLabels(Map.of("a\tb", "c"))),
                broken("metadata.labels.a", pod -> pod.getMetadata().setLabels(Map.of("a", "b\nc"))),
                broken("metadata.annotations.a b", pod -> pod.getMetadata().setAnnotations(Map.of("a b", "c"))),
                broken(
                        "metadata.annotations.kguard.io/image",
                        pod -> pod.getMetadata().setAnnotations(Map.of("kguard.io/image", "rootfs:/a\nb"))),
                broken("spec.hostname", pod -> pod.getSpec().setHostname("a\nmount \t/tmp/x\ttouch\t420\t")),
                broken("spec.hostname", pod -> pod.getSpec().setHostname("a".repeat(64))),
                broken("spec.subdomain", pod -> pod.getSpec().setSubdomain("a.b")),
                broken("spec.serviceAccountName", pod -> pod.getSpec().setServiceAccountName("../x")),
                broken(
                        "spec.hostAliases[0].ip",
                        pod -> pod.getSpec()
                                .setHostAliases(List.of(new HostAlias(List.of("a"), "1.2.3.4 b\n5.6.7.8")))),
                broken(
                        "spec.hostAliases[0].ip",
                        pod -> pod.getSpec().setHostAliases(List.of(new HostAlias(List.of("a"), "localhost")))),
                broken(
                        "spec.hostAliases[0].hostnames[0]",
                        pod -> pod.getSpec().setHostAliases(List.of(new HostAlias(List.of("a b"), "1.2.3.4")))),
                broken("spec.containers[0]", pod -> pod.getSpec().setContainers(nulls())),
                broken("spec.containers", pod -> pod.getSpec().setContainers(List.of())),
                broken("spec.containers", pod -> pod.getSpec().setContainers(null)),
                broken("spec.volumes[0]", pod -> pod.getSpec().setVolumes(nulls())),
                brokenVolume("spec.volumes[0].name", "../v", "/mnt"),
                brokenVolume("spec.volumes[0].hostPath.path", "v", "/mnt\toverlay\t0\tlowerdir=tmp:srv"),
                brokenVolume("spec.volumes[0].hostPath.path", "v", "/mnt/../.."),
                brokenVolume("spec.volumes[0].hostPath.path", "v", null),
                brokenVolume("spec.volumes[0].hostPath.path", "v", "/\ud800"),
                brokenContainer("name", c -> c.setName("a/b")),
                brokenContainer("image", c -> c.setImage(null)),
                brokenContainer("image", c -> c.setImage("base\nx")),
                brokenContainer("workingDir", c -> c.setWorkingDir("/a\n")),
                brokenContainer("args[0]", c -> c.setArgs(nulls())),
                brokenContainer("command[0]", c -> c.setCommand(List.of("a\0b"))),
                brokenContainer(
                        "env[0].name",
                        c -> c.setEnv(List.of(new io.fabric8.kubernetes.api.model.EnvVar("LD\nX", "x", null)))),
                brokenContainer(
                        "env[0].name",
                        c -> c.setEnv(List.of(new io.fabric8.kubernetes.api.model.EnvVar("A=B", "x", null)))),
                brokenContainer(
                        "env[0].value",
                        c -> c.setEnv(List.of(new io.fabric8.kubernetes.api.model.EnvVar("A", "\0", null)))),
                brokenContainer("env[0]", c -> c.setEnv(nulls())),
                brokenContainer("ports[0]", c -> c.setPorts(nulls())),
                brokenContainer("volumeMounts[0]", c -> c.setVolumeMounts(nulls())),
                brokenContainer(
                        "volumeMounts[0].mountPath", c -> c.setVolumeMounts(List.of(mount("/a/../../b", null)))),
                brokenContainer("volumeMounts[0].mountPath", c -> c.setVolumeMounts(List.of(mount("/a\tb", null)))),
                brokenContainer("volumeMounts[0].subPath", c -> c.setVolumeMounts(List.of(mount("/a", "b/../../c")))),
                brokenContainer("volumeMounts[0].subPath", c -> c.setVolumeMounts(List.of(mount("/a", "/etc")))),
                brokenContainer(
                        "resources.limits.memory",
                        c -> c.getResources().setLimits(Map.of("memory", new Quantity("1", "Ti")))),
                brokenContainer(
                        "resources.limits.memory",
                        c -> c.getResources().setLimits(Map.of("memory", new Quantity("1e999999999")))),
                brokenContainer(
                        "resources.requests.cpu",
                        c -> c.getResources().setRequests(Map.of("cpu", new Quantity("1000")))),
                broken(
                        "spec.containers",
                        pod -> pod.getSpec().setContainers(new ArrayList<>(Collections.nCopies(17, container())))),
                brokenContainer(
                        "env",
                        c -> c.setEnv(
                                Collections.nCopies(501, new io.fabric8.kubernetes.api.model.EnvVar("A", "b", null)))),
                brokenContainer("args[0]", c -> c.setArgs(List.of("x".repeat(70_000)))));
    }

    private static Arguments broken(String path, Consumer<Pod> change) {
        return Arguments.of(path, change);
    }

    private static Arguments brokenContainer(String path, Consumer<Container> change) {
        return broken(
                "spec.containers[0]." + path,
                pod -> change.accept(pod.getSpec().getContainers().get(0)));
    }

    private static Arguments brokenVolume(String path, String name, String hostPath) {
        return broken(
                path,
                pod -> pod.getSpec()
                        .setVolumes(List.of(new VolumeBuilder()
                                .withName(name)
                                .withNewHostPath()
                                .withPath(hostPath)
                                .endHostPath()
                                .build())));
    }

    private static io.fabric8.kubernetes.api.model.VolumeMount mount(String path, String subPath) {
        return new io.fabric8.kubernetes.api.model.VolumeMountBuilder()
                .withName("v")
                .withMountPath(path)
                .withSubPath(subPath)
                .build();
    }

    private static <T> List<T> nulls() {
        return new ArrayList<>(Arrays.asList((T) null));
    }

    private static Container container() {
        return new ContainerBuilder()
                .withName("web")
                .withImage("base")
                .withCommand("sleep", "infinity")
                .withNewResources()
                .endResources()
                .build();
    }

    private static Pod pod() {
        return new PodBuilder()
                .withNewMetadata()
                .withName("web-0")
                .endMetadata()
                .withNewSpec()
                .withContainers(container())
                .endSpec()
                .build();
    }

    @ParameterizedTest(name = "{0} [{index}]")
    @MethodSource("malformed")
    void isRefusedWithThePathOfTheField(String path, Consumer<Pod> change) {
        Pod pod = pod();
        change.accept(pod);
        SandboxException e =
                catchThrowableOfType(SandboxException.class, () -> new PodPlan(pod, PodNetwork.newAddress()));
        assertThat(e).isNotNull();
        assertThat(e.reason()).isEqualTo(SandboxException.Reason.BAD_REQUEST);
        assertThat(e.getMessage())
                .contains("is malformed: ")
                .contains(path + " ")
                .doesNotContain("\n", "\t");
    }

    @Test
    void whatKubernetesTakesIsTaken() {
        Pod pod = pod();
        pod.getMetadata().setLabels(Map.of("app.kubernetes.io/name", "web", "empty", ""));
        pod.getMetadata().setAnnotations(Map.of("kubectl.kubernetes.io/last-applied-configuration", "{}\n\t"));
        pod.getSpec().setHostname("web-0");
        pod.getSpec()
                .setHostAliases(List.of(
                        new HostAlias(List.of("a.example", "b"), "10.0.0.1"), new HostAlias(List.of("c"), "fe80::1")));
        Container container = pod.getSpec().getContainers().get(0);
        container.setCommand(List.of("sh", "-c", "echo 'a\n\tb' \u00e9 \ud83d\ude00"));
        container.setEnv(List.of(new io.fabric8.kubernetes.api.model.EnvVar("my.var-1", "line\nline", null)));
        container.setVolumeMounts(List.of(mount("/a..b/c", "x/..y")));
        container.getResources().setLimits(Map.of("memory", new Quantity("64Mi"), "cpu", new Quantity("500m")));
        assertThat(PodRules.problems(pod)).isEmpty();
    }

    @Test
    void aContainerThatComesLaterIsHeldToTheRules() {
        PodPlan plan = new PodPlan(pod(), PodNetwork.newAddress());
        Container debug = container();
        debug.setName("debugger");
        debug.setWorkingDir("a\nb");
        SandboxException e = catchThrowableOfType(SandboxException.class, () -> plan.check(debug, List.of("web")));
        assertThat(e).hasMessageContaining("workingDir has control characters");
    }

    @Test
    void aCommandThatNoProcessCanHaveIsRefused() {
        assertThat(catchThrowableOfType(SandboxException.class, () -> ExecSpec.of("cat", "a\0b")))
                .hasMessage("a command has an argument with characters that it must not have: \"a\\u0000b\"");
        assertThat(catchThrowableOfType(
                        SandboxException.class, () -> ExecSpec.of("cat").withEnv("A\nB", "c")))
                .hasMessageStartingWith("a command has a variable that can't be \"A\\nB\"");
        assertThat(catchThrowableOfType(
                        SandboxException.class, () -> ExecSpec.of("cat").withWorkingDir("/a\nb")))
                .isNotNull();
    }

    @Test
    void aPeersNameIsAHostName() {
        assertThat(catchThrowableOfType(
                        IllegalArgumentException.class, () -> Peer.sink("10.0.0.1", 80, "a\n10.0.0.2 kubernetes")))
                .hasMessageStartingWith("a peer's name can't be \"a\\n10.0.0.2 kubernetes\"");
    }

    @Test
    void aSandboxRefusesWhatAFileMayNotHave() {
        Pod pod = pod();
        pod.getSpec().setRuntimeClassName("gvisor");
        assertThat(catchThrowableOfType(SandboxException.class, () -> new PodPlan(pod, "10.0.0.1")))
                .hasMessageEndingWith("is malformed: spec.runtimeClassName is not simulated: containers run on runc or"
                        + " Docker; remove it");
    }
}
