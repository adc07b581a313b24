// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.kguard.internal.sandbox.ExecResult;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.PodSetup;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With hostPID and hostIPC a pod sees the decoy node's processes and files, never this machine's. */
@RequiresRoot
@Tag("runc")
@Timeout(300)
class DecoyNodeTest {
    static Sandbox sandbox;

    @BeforeAll
    static void open() {
        sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox());
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    private static Pod onHostPids(String name, String hostPath) {
        return new PodBuilder(Pods.with(container -> container
                        .withNewSecurityContext()
                        .withPrivileged(true)
                        .endSecurityContext()
                        .addNewVolumeMount()
                        .withName("host")
                        .withMountPath("/host")
                        .endVolumeMount()))
                .editMetadata()
                .withName(name)
                .endMetadata()
                .editSpec()
                .withHostPID(true)
                .withHostIPC(true)
                .addNewVolume()
                .withName("host")
                .withNewHostPath(hostPath, "Directory")
                .endVolume()
                .endSpec()
                .build();
    }

    @Test
    void aNodesProcessesAreThere() {
        try (PodSandbox pod = sandbox.start(onHostPids("jenkins-0", "/"), PodListener.NONE)) {
            assertThat(Pods.bash(pod, "cat /proc/1/comm; tr '\\0' ' ' < /proc/1/cmdline; readlink /proc/1/exe")
                            .stdout())
                    .isEqualTo("systemd\n/sbin/init /usr/lib/systemd/systemd\n");
            assertThat(Pods.bash(pod, "cat /proc/[0-9]*/cmdline | tr '\\0' ' '").stdout())
                    .contains("/usr/bin/kubelet --config=/var/lib/kubelet/config.yaml", "/usr/bin/containerd", "sleep");
            assertThat(Pods.bash(pod, "echo $$").stdout())
                    .as("no first process of its own")
                    .isNotEqualTo("1\n");
        }
    }

    @Test
    void theirFilesAreTheDecoysByWhateverWay(@TempDir Path folder) {
        try (PodSandbox pod = sandbox.start(onHostPids("jenkins-0", "/"), PodListener.NONE)) {
            assertThat(Pods.bash(pod, "cat /proc/1/root/etc/shadow").stdout()).contains("$6$decoy$");
            assertThat(Pods.bash(pod, "touch /proc/1/root/etc/cron.d/x; cd /host; ls etc/cron.d proc/1/root/etc/cron.d")
                            .stdout())
                    .isEqualTo("etc/cron.d:\ne2scrub_all\nx\n\nproc/1/root/etc/cron.d:\ne2scrub_all\nx\n");
            ExecResult escaped = Pods.bash(
                    pod, "nsenter -t 1 -m -u -i -n -p -- bash -c 'hostname; cat /etc/hostname; ls " + folder + "'");
            assertThat(escaped.stdout()).isEqualTo("node-1\nnode-1\n");
            assertThat(escaped.stderr()).contains("No such file");
        }
    }

    @Test
    void noProcessOfThisMachineIsSeen() {
        String own = Long.toString(ProcessHandle.current().pid());
        try (PodSandbox pod = sandbox.start(onHostPids("jenkins-0", "/proc"), PodListener.NONE)) {
            assertThat(Pods.bash(pod, "cat /proc/[0-9]*/comm /host/[0-9]*/comm").stdout())
                    .contains("systemd", "kubelet")
                    .doesNotContain("java", "containerd-shim");
            assertThat(Pods.bash(pod, "tr '\\0' '\\n' < /host/" + own + "/cmdline")
                            .stdout())
                    .doesNotContain("java");
        }
    }

    @Test
    void itsNetworkIsNotThisMachines() throws IOException {
        String own = Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString();
        try (PodSandbox pod = sandbox.start(onHostPids("jenkins-0", "/"), PodListener.NONE)) {
            assertThat(Pods.bash(pod, "readlink /proc/1/ns/net").stdout())
                    .startsWith("net:")
                    .isNotEqualTo(own + "\n");
            assertThat(Pods.bash(pod, "nsenter -t 1 -n bash -c 'exec 3<>/dev/tcp/203.0.113.66/4444 && echo connected'")
                            .stdout())
                    .as("a peer that every pod finds")
                    .isEqualTo("connected\n");
            assertThat(Pods.bash(pod, "nsenter -t 1 -n bash -c 'exec 3<>/dev/tcp/8.8.8.8/53'")
                            .stderr())
                    .contains("Network is unreachable");
        }
    }

    @Test
    void podsOfASimulationShareTheirNodeAndNobodyElsesDo() {
        PodSetup setup = PodSetup.defaults().withNode("shared");
        try (PodSandbox one = sandbox.start(onHostPids("one", "/"), setup, PodListener.NONE);
                PodSandbox two = sandbox.start(onHostPids("two", "/"), setup, PodListener.NONE);
                PodSandbox apart = sandbox.start(onHostPids("apart", "/"), PodListener.NONE)) {
            Pods.bash(
                    one,
                    "touch /host/tmp/mark; setsid -f bash -c 'exec -a beacon sleep 500' >/dev/null 2>&1;"
                            + " until grep -qs '^beacon' /proc/[0-9]*/cmdline; do :; done");

            String look = "ls /host/tmp; cat /proc/[0-9]*/cmdline | tr '\\0' ' '";
            assertThat(Pods.bash(two, look).stdout()).contains("mark", "beacon 500");
            assertThat(Pods.bash(two, "readlink /proc/self/ns/ipc").stdout())
                    .isEqualTo(Pods.bash(one, "readlink /proc/self/ns/ipc").stdout());
            assertThat(Pods.bash(apart, look).stdout()).doesNotContain("mark", "beacon");
        }
    }

    @Test
    void whatAContainerLeavesEndsWithIt() {
        Pod manifest = new PodBuilder(onHostPids("short", "/"))
                .editSpec()
                .editContainer(0)
                .withCommand("bash", "-c", "setsid -f sleep 987 >/dev/null 2>&1")
                .endContainer()
                .endSpec()
                .build();
        PodSetup setup = PodSetup.defaults().withNode("leftovers");
        try (PodSandbox witness = sandbox.start(onHostPids("witness", "/"), setup, PodListener.NONE);
                PodSandbox pod = sandbox.start(manifest, setup, PodListener.NONE)) {
            pod.container("").exit().join();

            assertThat(Pods.bash(witness, "grep -l '^sleep.987' /proc/[0-9]*/cmdline")
                            .stdout())
                    .isEmpty();
        }
    }

    @Test
    void theNodeEndsWithTheLastPodOnIt() {
        PodSandbox pod = sandbox.start(onHostPids("jenkins-0", "/"), PodListener.NONE);
        String namespace = Pods.bash(pod, "readlink /proc/1/ns/pid").stdout().strip();
        assertThat(inNamespace(namespace)).isNotEmpty();

        pod.close();

        assertThat(inNamespace(namespace)).isEmpty();
    }

    private static List<Long> inNamespace(String namespace) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> {
                    try {
                        return Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/pid"))
                                .toString()
                                .equals(namespace);
                    } catch (IOException e) {
                        return false; // it has ended
                    }
                })
                .toList();
    }
}
