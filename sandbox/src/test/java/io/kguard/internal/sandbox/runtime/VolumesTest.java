// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.kguard.internal.sandbox.ContainerMetadata;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.HostAccess;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.PodSetup;
import io.kguard.internal.sandbox.PodSetup.PodObjects;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
@Timeout(300)
class VolumesTest {
    static Sandbox sandbox;

    @BeforeAll
    static void open() {
        sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox());
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    private static Pod mounting(String path, boolean readOnly, Volume volume) {
        Pod pod = Pods.with(container -> container
                .addNewVolumeMount()
                .withName("data")
                .withMountPath(path)
                .withReadOnly(readOnly)
                .endVolumeMount());
        return new PodBuilder(pod).editSpec().withVolumes(volume).endSpec().build();
    }

    private static Volume hostPath(String path, String type) {
        return new VolumeBuilder()
                .withName("data")
                .withNewHostPath()
                .withPath(path)
                .withType(type)
                .endHostPath()
                .build();
    }

    @Test
    void whatIsOptionalMayLackTheKeysThatAVolumeNames() {
        Volume volume = new VolumeBuilder()
                .withName("data")
                .withNewConfigMap()
                .withName("absent")
                .withOptional(true)
                .addNewItem("key", null, "file", null)
                .endConfigMap()
                .build();
        try (PodSandbox pod = sandbox.start(mounting("/data", true, volume), PodListener.NONE)) {
            assertThat(Pods.bash(pod, "ls /data").stdout()).isEmpty();
        }
        volume.getConfigMap().setOptional(false);
        assertThatThrownBy(() -> sandbox.start(mounting("/data", true, volume), PodListener.NONE))
                .hasMessageContaining("the config map absent in the namespace")
                .hasMessageContaining(" mounts, does not exist");
    }

    @Test
    void hostPathIsServedFromADecoy() throws IOException {
        try (PodSandbox pod = sandbox.start(mounting("/host", false, hostPath("/", "Directory")), PodListener.NONE)) {
            assertThat(Pods.bash(pod, "cat /host/etc/shadow").stdout()).contains("$6$decoy$");
            assertThat(Pods.bash(pod, "cat /host/etc/hostname").stdout()).isEqualTo("node-1\n");
            assertThat(Pods.bash(pod, "cat /host/root/.ssh/id_rsa").stdout()).contains("PRIVATE KEY");
            assertThat(Pods.bash(pod, "test -S /host/var/run/docker.sock").exitStatus())
                    .isZero();
            assertThat(Pods.bash(pod, "chroot /host bash -c 'id -un; touch /etc/cron.d/x'")
                            .stdout())
                    .isEqualTo("root\n");
            assertThat(Pods.bash(pod, "test -r /host/proc/stat").exitStatus()).isZero();
            assertThat(Path.of("/etc/cron.d/x")).doesNotExist();
            assertThat(pod.container("").metadata().mounts())
                    .contains(new ContainerMetadata.Mount("/", "/host", "", true, "private"));
        }
        try (PodSandbox pod = sandbox.start(mounting("/host", false, hostPath("/", "Directory")), PodListener.NONE)) {
            assertThat(Pods.bash(pod, "test -e /host/etc/cron.d/x").exitStatus())
                    .isNotZero();
        }
    }

    @Test
    void aSensitiveFileOfTheHostIsADecoyToo() {
        try (PodSandbox pod =
                sandbox.start(mounting("/etc/host-shadow", true, hostPath("/etc/shadow", "File")), PodListener.NONE)) {
            assertThat(Pods.bash(pod, "cat /etc/host-shadow").stdout()).contains("$6$decoy$");
            assertThat(Pods.bash(pod, "echo x >> /etc/host-shadow").exitStatus())
                    .isNotZero();
        }
    }

    @Test
    void theDockerSocketAnswers() {
        try (PodSandbox pod = sandbox.start(
                mounting("/var/run/docker.sock", false, hostPath("/var/run/docker.sock", "Socket")),
                PodListener.NONE)) {
            assertThat(Pods.bash(pod, "test -S /var/run/docker.sock").exitStatus())
                    .isZero();
            assertThat(pod.container("").metadata().mounts())
                    .contains(new ContainerMetadata.Mount(
                            "/var/run/docker.sock", "/var/run/docker.sock", "", true, "private"));
        }
    }

    @Test
    void aHostPathThatDoesNotExistIsMadeOrMissed() {
        try (PodSandbox pod = sandbox.start(
                mounting("/data", false, hostPath("/srv/new/one", "DirectoryOrCreate")), PodListener.NONE)) {
            assertThat(Pods.bash(pod, "touch /data/x").exitStatus()).isZero();
        }
        assertThat(Path.of("/srv/new")).doesNotExist();
        assertThatThrownBy(() ->
                        sandbox.start(mounting("/data", false, hostPath("/srv/gone", "Directory")), PodListener.NONE))
                .hasMessageContaining("/srv/gone");
    }

    @Test
    void theRealHostIsServedWhenTheTestSaysSo(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("real"), "truth");
        PodSetup setup = PodSetup.defaults().withHostAccess(HostAccess.REAL);
        try (PodSandbox pod =
                sandbox.start(mounting("/data", false, hostPath(folder.toString(), "")), setup, PodListener.NONE)) {
            assertThat(Pods.bash(pod, "cat /data/real").stdout()).isEqualTo("truth");
        }
    }

    @Test
    void anEmptyDirIsSharedAndBounded() {
        Volume volume = new VolumeBuilder()
                .withName("data")
                .withNewEmptyDir()
                .withNewSizeLimit("1Mi")
                .endEmptyDir()
                .build();
        Pod pod = new PodBuilder(mounting("/data", false, volume))
                .editSpec()
                .addNewContainer()
                .withName("other")
                .withImage("base")
                .withCommand("sleep", "1000")
                .addNewVolumeMount()
                .withName("data")
                .withMountPath("/shared")
                .endVolumeMount()
                .endContainer()
                .endSpec()
                .build();
        try (PodSandbox started = sandbox.start(pod, PodListener.NONE)) {
            Pods.bash(started, "echo hello > /data/x");
            assertThat(started.exec("other", ExecSpec.of("cat", "/shared/x")).stdout())
                    .isEqualTo("hello\n");
            assertThat(Pods.bash(started, "head -c 2M /dev/zero > /data/y").stderr())
                    .contains("No space left");
        }
    }

    static final PodObjects OBJECTS = new PodObjects() {
        @Override
        public @Nullable ConfigMap configMap(String namespace, String name) {
            return name.equals("settings")
                    ? new ConfigMapBuilder()
                            .addToData("a", "1")
                            .addToData("b", "2")
                            .build()
                    : null;
        }

        @Override
        public @Nullable Secret secret(String namespace, String name) {
            return name.equals("password")
                    ? new SecretBuilder().addToData("key", "czNjcmV0").build()
                    : null;
        }

        @Override
        public @Nullable String serviceAccountToken(
                String namespace, String account, String pod, @Nullable String audience, Duration lifetime) {
            return namespace + "/" + account + "/" + pod;
        }
    };

    @Test
    void configMapsAreFiles() {
        Volume volume = new VolumeBuilder()
                .withName("data")
                .withNewConfigMap()
                .withName("settings")
                .addNewItem()
                .withKey("b")
                .withMode(0400)
                .withPath("folder/bee")
                .endItem()
                .endConfigMap()
                .build();
        try (PodSandbox pod = sandbox.start(
                mounting("/data", false, volume), PodSetup.defaults().withObjects(OBJECTS), PodListener.NONE)) {
            assertThat(Pods.bash(pod, "cat /data/folder/bee; stat -L -c ' %a' /data/folder/bee; readlink /data/folder")
                            .stdout())
                    .isEqualTo("2 400\n..data/folder\n");
            assertThat(Pods.bash(pod, "ls /data").stdout()).isEqualTo("folder\n");
            assertThat(Pods.bash(pod, "touch /data/x").stderr()).contains("Read-only");
        }
    }

    @Test
    void secretsAreFilesAndVariables() {
        Volume volume = new VolumeBuilder()
                .withName("data")
                .withNewSecret()
                .withSecretName("password")
                .endSecret()
                .build();
        Pod pod = new PodBuilder(mounting("/data", true, volume))
                .editSpec()
                .editContainer(0)
                .addNewEnv()
                .withName("PASSWORD")
                .withNewValueFrom()
                .withNewSecretKeyRef("key", "password", false)
                .endValueFrom()
                .endEnv()
                .addNewEnvFrom()
                .withNewConfigMapRef("settings", false)
                .endEnvFrom()
                .addNewEnv()
                .withName("NODE")
                .withValue("$(PASSWORD) of $$me $(b)")
                .endEnv()
                .endContainer()
                .endSpec()
                .build();
        try (PodSandbox started = sandbox.start(pod, PodSetup.defaults().withObjects(OBJECTS), PodListener.NONE)) {
            assertThat(Pods.bash(started, "cat /data/key; echo; echo $PASSWORD $NODE")
                            .stdout())
                    .isEqualTo("s3cret\ns3cret s3cret of $me 2\n");
        }
    }

    @Test
    void theTokenIsWherePodsLookForIt() {
        try (PodSandbox pod =
                sandbox.start(Pods.sleeping(), PodSetup.defaults().withObjects(OBJECTS), PodListener.NONE)) {
            assertThat(Pods.bash(pod, "cd /var/run/secrets/kubernetes.io/serviceaccount; cat token namespace")
                            .stdout())
                    .isEqualTo("default/default/jenkins-0" + "default");
        }
    }

    @Test
    void whatDoesNotExistIsNamed() {
        Volume volume = new VolumeBuilder()
                .withName("data")
                .withNewSecret()
                .withSecretName("gone")
                .endSecret()
                .build();
        assertThatThrownBy(() -> sandbox.start(mounting("/data", false, volume), PodListener.NONE))
                .hasMessage("the secret gone in the namespace default, which the pod jenkins-0 mounts, does not exist");
        assertThatThrownBy(() -> sandbox.start(
                        mounting(
                                "/data",
                                false,
                                new VolumeBuilder()
                                        .withName("data")
                                        .withNewNfs("/", false, "s")
                                        .build()),
                        PodListener.NONE))
                .hasMessageContaining(
                        "spec.volumes[0].nfs is not simulated: there are no disks on a network; remove it");
    }
}
