// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.sandbox.ContainerMetadata;
import io.kguard.internal.sandbox.ExecSession;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.PodContainer;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.SandboxOptions;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
class ContainerIdentityTest {
    static Sandbox sandbox;

    @BeforeAll
    static void open() {
        sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox());
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    @Test
    void everyHierarchyHasTheKubeletsPath() {
        try (PodSandbox pod = sandbox.start(Pods.sleeping(), PodListener.NONE)) {
            String path = "/kubepods/besteffort/pod" + pod.pod().getMetadata().getUid() + "/"
                    + pod.container("jenkins").metadata().id();
            List<String> ofExec =
                    Pods.bash(pod, "cat /proc/self/cgroup").stdout().lines().toList();
            assertThat(ofExec).isNotEmpty().allMatch(line -> line.endsWith(":" + path));
            assertThat(Path.of("/proc/" + pod.container("").pid() + "/cgroup"))
                    .content()
                    .isEqualTo(Pods.bash(pod, "cat /proc/1/cgroup").stdout());
        }
    }

    @Test
    void aPodStartsWhileAnotherThatEndsRemovesTheFoldersAbove() throws Exception {
        PodCgroup other = PodCgroup.of(CgroupMount.all(), "/kubepods/besteffort/pod-that-ends")
                .orElseThrow();
        AtomicBoolean done = new AtomicBoolean();
        Thread ends = new Thread(() -> {
            while (!done.get()) {
                other.removeParents();
            }
        });
        ends.start();
        try {
            for (int i = 0; i < 3; i++) {
                try (PodSandbox pod = sandbox.start(Pods.sleeping(), PodListener.NONE)) {
                    assertThat(Pods.bash(pod, "echo up").stdout()).isEqualTo("up\n");
                }
            }
        } finally {
            done.set(true);
            ends.join();
        }
    }

    @Test
    void theListenerHearsBeforeAnyProcessRuns() {
        AtomicReference<ContainerMetadata> heard = new AtomicReference<>();
        List<Long> descendants = new ArrayList<>();
        PodListener listener = (container, shimPid) -> {
            heard.set(container);
            if (shimPid != PodListener.UNKNOWN_SHIM) {
                ProcessHandle.of(shimPid)
                        .orElseThrow()
                        .descendants()
                        .forEach(process -> descendants.add(process.pid()));
            }
        };
        try (PodSandbox pod = sandbox.start(Pods.sleeping(), listener)) {
            assertThat(descendants).isEmpty();
            assertThat(pod.container("").metadata()).isSameAs(heard.get());
        }
    }

    @Test
    void theAncestryIsThatOfProduction() throws IOException {
        String[] command = {"bash", "-c", "echo ready; while :; do sleep 1; done"};
        try (PodSandbox pod = sandbox.start(Pods.running(command), PodListener.NONE)) {
            PodContainer container = pod.container("");
            awaitLine(container.log().follow());
            assertThat(parentOf(container.pid())).isEqualTo(container.shimPid());
            assertThat(Path.of("/proc/" + container.shimPid() + "/comm")).hasContent("containerd-shim");
            assertThat(Path.of("/proc/" + container.pid() + "/comm")).hasContent("bash");

            try (ExecSession session = container.open(ExecSpec.of(command))) {
                awaitLine(session.stdout());
                List<Long> entered = ProcessHandle.of(container.shimPid())
                        .orElseThrow()
                        .children()
                        .map(ProcessHandle::pid)
                        .filter(pid -> pid != container.pid())
                        .toList();
                assertThat(entered).hasSize(1);
                assertThat(Path.of("/proc/" + entered.get(0) + "/comm")).hasContent("bash");
            }
        }
    }

    private static void awaitLine(InputStream output) throws IOException {
        assertThat(new BufferedReader(new InputStreamReader(output, UTF_8)).readLine())
                .isEqualTo("ready");
    }

    private static long parentOf(long pid) {
        return ProcessHandle.of(pid).orElseThrow().parent().orElseThrow().pid();
    }

    @Test
    void theMetadataIsThatOfAKubeletsContainer() {
        try (PodSandbox pod = sandbox.start(Pods.sleeping(), PodListener.NONE)) {
            ContainerMetadata metadata = pod.container("").metadata();
            assertThat(metadata.id()).matches("[0-9a-f]{64}");
            assertThat(metadata.podSandboxId()).isEqualTo(pod.id()).matches("[0-9a-f]{64}");
            assertThat(metadata.image().repository()).isEqualTo("docker.io/library/base");
            assertThat(metadata.image().tag()).isEqualTo("latest");
            assertThat(metadata.image().digest()).matches("sha256:[0-9a-f]{64}");
            assertThat(metadata.labels())
                    .containsEntry("io.kubernetes.container.name", "jenkins")
                    .containsEntry("io.kubernetes.pod.name", "jenkins-0")
                    .containsEntry("io.kubernetes.pod.namespace", "default")
                    .containsEntry(
                            "io.kubernetes.pod.uid", pod.pod().getMetadata().getUid());
            assertThat(metadata.podSandboxLabels()).containsEntry("app", "jenkins");
            assertThat(metadata.ip()).isEqualTo(pod.ip());
            assertThat(metadata.privileged()).isFalse();
            assertThat(metadata.toFalcoJson(FalcoVersion.CURRENT))
                    .startsWith("{\"container\":{\"id\":\"" + metadata.shortId() + "\"")
                    .contains("\"type\":7", "\"lookup_state\":1", "\"pod_sandbox_id\":\"" + pod.id() + "\"");
        }
    }

    @Test
    void theHostNameIsThePods() {
        try (PodSandbox pod = sandbox.start(Pods.sleeping(), PodListener.NONE)) {
            assertThat(Pods.bash(pod, "uname -n; cat /etc/hostname; echo $HOSTNAME")
                            .stdout())
                    .isEqualTo("jenkins-0\njenkins-0\njenkins-0\n");
        }
    }

    @Test
    void theRootIsAnOverlayWhoseLowerLayerNobodyChanges() throws IOException {
        try (PodSandbox pod = sandbox.start(Pods.sleeping(), PodListener.NONE);
                PodSandbox other = sandbox.start(Pods.sleeping(), PodListener.NONE)) {
            assertThat(Pods.bash(pod, "echo changed > /etc/passwd; rm /usr/bin/comm; stat -f -c %T /")
                            .stdout())
                    .isEqualTo("overlayfs\n");
            assertThat(Pods.bash(other, "head -1 /etc/passwd; test -x /usr/bin/comm")
                            .exitStatus())
                    .isZero();
        }
    }

    /** A daemon must see the file systems that its pods get. */
    @Test
    @Tag("runc")
    void noMountIsSeenOutside(@TempDir Path state) throws IOException {
        // with a separate state directory: a daemon's mounts may contain those of other runs on this machine
        SandboxOptions options = SimulatorOptions.configured().sandbox().withStateDirectory(state);
        try (Sandbox own = Sandboxes.open(options);
                PodSandbox pod = own.start(Pods.sleeping(), PodListener.NONE);
                Stream<String> mounts = Files.lines(Path.of("/proc/self/mountinfo"))) {
            assertThat(mounts).noneMatch(line -> line.contains(state.toString()));
            assertThat(pod.container("").exit()).isNotDone();
        }
    }
}
