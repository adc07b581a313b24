// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.sandbox.ExecResult;
import io.kguard.internal.sandbox.ExecSession;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.Limits;
import io.kguard.internal.sandbox.PodContainer;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.PodSandbox.Incident;
import io.kguard.internal.sandbox.PodSetup;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@RequiresRoot
@Timeout(120)
class LimitsTest {
    static Sandbox sandbox;

    @BeforeAll
    static void open() {
        Limits limits = Limits.DEFAULT
                .withMemoryBytes(64L << 20)
                .withProcesses(40)
                .withDiskBytes(8L << 20)
                .withOutputBytes(10_000);
        sandbox = Sandboxes.open(SimulatorOptions.configured()
                .sandbox()
                .withSetup(PodSetup.defaults().withLimits(limits)));
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    @Test
    void aForkBombHitsTheLimitAndIsRemoved() {
        PodSandbox pod = sandbox.start(Pods.sleeping(), PodListener.NONE);
        // dash gives up at once; bash tries again and again
        String script = "for i in $(seq 100); do sleep 1000 </dev/null >/dev/null 2>&1 & done; wait";
        ExecResult result = pod.exec("", ExecSpec.of("sh", "-c", script));
        assertThat(result.stderr()).contains("fork");
        long shimPid = pod.container("").shimPid();
        pod.close();
        Pods.assertShimEnds(shimPid);
    }

    @Test
    void aContainerThatForksWithoutEndIsRemoved() {
        PodSandbox pod = sandbox.start(
                Pods.running("bash", "-c", "bomb() { bomb | bomb & }; bomb; sleep 1000"), PodListener.NONE);
        pod.close();
        assertThat(pod.container("").exit()).succeedsWithin(Duration.ofSeconds(60));
    }

    /** As on a node. Else all pods would have as much of a busy machine as one session. */
    @Test
    void podsHaveAsMuchOfABusyMachineAsItHas() throws Exception {
        try (PodSandbox pod = sandbox.start(Pods.sleeping(), PodListener.NONE)) {
            assertThat(pod.incidents()).isEmpty();
            for (CgroupMount mount : CgroupMount.all()) {
                Path folder = mount.path().resolve("kubepods");
                int processors = Runtime.getRuntime().availableProcessors();
                if (mount.controls("cpu")) {
                    assertThat(number(folder.resolve("cpu.shares"))).isEqualTo(1024L * processors);
                } else if (Files.exists(folder.resolve("cpu.weight"))) {
                    assertThat(number(folder.resolve("cpu.weight"))).isEqualTo(100L * processors);
                }
            }
        }
    }

    private static long number(Path file) throws IOException {
        return Long.parseLong(Files.readAllLines(file).get(0));
    }

    @Test
    void memoryBeyondTheLimitIsRefusedAndReported() {
        try (PodSandbox pod = sandbox.start(Pods.sleeping(), PodListener.NONE)) {
            assertThat(pod.container("").outOfMemory()).isFalse();
            ExecResult result = Pods.bash(pod, "head -c 200000000 /dev/zero | tail");
            assertThat(result.exitStatus()).isNotZero();
            assertThat(pod.container("").outOfMemory()).isTrue();
        }
    }

    @Test
    void aContainerThatRunsOutOfMemoryEndsAsKilled() throws Exception {
        try (PodSandbox pod = sandbox.start(Pods.running("bash", "-c", "exec tail /dev/zero"), PodListener.NONE)) {
            assertThat(pod.container("").exit().get(60, java.util.concurrent.TimeUnit.SECONDS))
                    .isEqualTo(137);
            assertThat(pod.container("").outOfMemory()).isTrue();
        }
    }

    @Test
    void theWritableLayerIsBounded() {
        try (PodSandbox pod = sandbox.start(Pods.sleeping(), PodListener.NONE)) {
            assertThat(Pods.bash(pod, "dd if=/dev/zero of=/small bs=1M count=6").exitStatus())
                    .isZero();
            assertThat(pod.incidents()).isEmpty();
            ExecResult result =
                    Pods.bash(pod, "for i in 1 2 3 4; do dd if=/dev/zero of=/big-$i bs=1M count=5; done; rm /small");
            assertThat(result.stderr()).contains("No space left on device");
            assertThat(Pods.bash(pod, "touch /again; df --output=size -B1M / | tail -1; stat -f -c %T /")
                            .stdout()
                            .split("\\s+"))
                    .contains("8", "overlayfs");
        }
    }

    @Test
    void aLayerThatASessionFilledIsAnIncident() throws Exception {
        try (PodSandbox pod = sandbox.start(Pods.sleeping(), PodListener.NONE);
                ExecSession session =
                        pod.container("").open(ExecSpec.of("dd", "if=/dev/zero", "of=/big", "bs=1M", "status=none"))) {
            assertThat(session.exit().get(60, java.util.concurrent.TimeUnit.SECONDS))
                    .isNotZero();
            assertThat(pod.incidents()).extracting(Incident::kind).containsExactly(Incident.Kind.OUT_OF_DISK);
        }
    }

    @Test
    void onlyTheLastPartOfTheLogIsKept() throws Exception {
        try (PodSandbox pod = sandbox.start(Pods.running("bash", "-c", "seq 1 100000"), PodListener.NONE)) {
            PodContainer container = pod.container("");
            assertThat(container.exit().get(60, java.util.concurrent.TimeUnit.SECONDS))
                    .isZero();
            assertThat(new String(container.log().bytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .endsWith("99999\n100000\n")
                    .hasSize(10_000);
        }
    }

    @Test
    void aManifestsOwnMemoryLimitComesFirst() {
        var pod = Pods.with(container -> container
                .withNewResources()
                .addToLimits("memory", new io.fabric8.kubernetes.api.model.Quantity("24Mi"))
                .endResources());
        try (PodSandbox started = sandbox.start(pod, PodListener.NONE)) {
            assertThat(started.container("").metadata().memoryLimitBytes()).isEqualTo(24L << 20);
            assertThat(Pods.bash(started, "cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max")
                            .stdout())
                    .contains(Long.toString(24L << 20));
            assertThat(Pods.bash(started, "cat /proc/self/cgroup").stdout()).contains("/kubepods/burstable/pod");
        }
    }

    @Test
    void commandsHaveATimeLimitOfTheirOwn() {
        Limits limits = Limits.DEFAULT.withExecTimeout(Duration.ofMillis(200));
        try (PodSandbox pod =
                sandbox.start(Pods.sleeping(), PodSetup.defaults().withLimits(limits), PodListener.NONE)) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> pod.exec("", ExecSpec.of("sleep", "30")))
                    .hasMessageMatching("\"sleep 30\" did not end within \\d+ ms and was killed");
        }
    }
}
