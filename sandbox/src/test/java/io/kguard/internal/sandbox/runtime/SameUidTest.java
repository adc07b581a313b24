// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.kguard.internal.sandbox.Limits;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.PodSetup;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxOptions;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two JVMs, with separate state directories, run a pod with the same uid. */
@RequiresRoot
@Timeout(120)
class SameUidTest {
    private static final Pod MANIFEST = new PodBuilder(Pods.sleeping())
            .editMetadata()
            .withUid("c0000000-0000-4000-8000-000000000002")
            .endMetadata()
            .build();

    @TempDir
    Path folder;

    private Process other;
    private BufferedReader said;
    private long otherPid;

    @BeforeEach
    void startInAnotherJvm() throws IOException {
        other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dkguard.runtime="
                                + SimulatorOptions.configured()
                                        .sandbox()
                                        .runtime()
                                        .name()
                                        .toLowerCase(Locale.ROOT),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        folder.resolve("other").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        said = other.inputReader();
        otherPid = Long.parseLong(said.readLine());
    }

    @AfterEach
    void endOtherJvm() throws InterruptedException {
        other.destroyForcibly().waitFor();
    }

    private SandboxOptions options() {
        return SimulatorOptions.configured().sandbox().withStateDirectory(folder.resolve("state"));
    }

    @Test
    void theSecondPodWaitsForTheRemovalOfTheFirst() throws IOException {
        PodSetup hasty = PodSetup.defaults().withLimits(Limits.DEFAULT.withStartTimeout(Duration.ofMillis(300)));
        try (Sandbox sandbox = Sandboxes.open(options())) {
            assertThatThrownBy(() -> sandbox.start(MANIFEST, hasty, PodListener.NONE))
                    .isInstanceOf(SandboxException.class)
                    .hasMessage("the pod jenkins-0 can't run: another pod with its uid, "
                            + "c0000000-0000-4000-8000-000000000002, runs, here or in another JVM of this machine");
            assertThat(ProcStat.runs(otherPid)).isTrue();
            other.getOutputStream().close();
            try (PodSandbox pod = sandbox.start(MANIFEST, PodListener.NONE)) {
                assertThat(said.readLine()).isEqualTo("closed");
                assertThat(Pods.bash(pod, "echo here").stdout()).isEqualTo("here\n");
            }
        }
    }

    @Test
    void whatAKilledJvmLeftIsRemovedAndALivingOnesPodIsNot() throws Exception {
        try (Sandbox sandbox = Sandboxes.open(options())) {
            other.destroyForcibly().waitFor();
            try (PodSandbox pod = sandbox.start(MANIFEST, PodListener.NONE)) {
                Sandboxes.open(SimulatorOptions.configured().sandbox().withStateDirectory(folder.resolve("other")))
                        .close();
                assertThat(ProcStat.runs(otherPid)).isFalse();
                assertThat(Pods.bash(pod, "echo here").stdout()).isEqualTo("here\n");
                assertThat(pod.incidents()).isEmpty();
            }
        }
    }

    /** Starts the pod, and closes it when its input ends. */
    static final class Other {
        public static void main(String[] args) throws IOException {
            try (Sandbox sandbox =
                    Sandboxes.open(SimulatorOptions.configured().sandbox().withStateDirectory(Path.of(args[0])))) {
                PodSandbox pod = sandbox.start(MANIFEST, PodListener.NONE);
                System.out.println(pod.container("").pid());
                while (System.in.read() >= 0) {}
                pod.close();
                System.out.println("closed");
            }
        }
    }
}
