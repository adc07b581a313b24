// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.sandbox.ExecSession;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.PodSandbox.Reach;
import io.kguard.internal.sandbox.PodSetup;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.workload.Peer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pod is cut off from peers, and from no others. */
@RequiresRoot
@Timeout(300)
class PodFenceTest {
    private static final String POOL = "198.51.100.7";
    private static final List<Peer> FENCED = List.of(Peer.sink(POOL, 3333));

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
    void aFencedPeerIsSilentUntilTheFenceIsGone() {
        try (PodSandbox pod = sandbox.start(Pods.sleeping(), PodListener.NONE)) {
            assertThat(pod.reach(POOL, 3333)).isEqualTo(Reach.OPEN);

            pod.fence(FENCED);
            assertThat(pod.reach(POOL, 3333)).isEqualTo(Reach.SILENT);
            assertThat(pod.reach("203.0.113.66", 4444)).isEqualTo(Reach.OPEN);
            assertThat(Pods.bash(pod, "timeout 1 bash -c ': >/dev/tcp/198.51.100.7/3333'")
                            .exitStatus())
                    .isEqualTo(124);

            pod.fence(List.of());
            assertThat(pod.reach(POOL, 3333)).isEqualTo(Reach.OPEN);
        }
    }

    @Test
    void aPodMayStartBehindAFence() {
        PodSetup setup = sandbox.setup().withFenced(FENCED);
        try (PodSandbox pod = sandbox.start(Pods.sleeping(), setup, PodListener.NONE)) {
            assertThat(pod.reach(POOL, 3333)).isEqualTo(Reach.SILENT);
        }
    }

    @Test
    void whatIsNotThereIsNotSilent() {
        try (PodSandbox pod = sandbox.start(Pods.sleeping(), PodListener.NONE)) {
            assertThat(pod.reach(POOL, 3334)).isEqualTo(Reach.REFUSED);
            assertThat(pod.reach("192.0.2.1", 80)).isEqualTo(Reach.NONE);
        }
    }

    @Test
    void aConnectionThatWasMadeBeforeGetsNoMoreAnswers() throws IOException {
        assertThat(answerAfter(FENCED)).isEqualTo("silent");
        assertThat(answerAfter(List.of())).isEqualTo("answered");
    }

    private static String answerAfter(List<Peer> fenced) throws IOException {
        String script = "exec 3<>/dev/tcp/" + POOL + "/3333; echo open; read x; echo hello >&3;"
                + " read -t 2 y <&3 && echo answered || echo silent";
        try (PodSandbox pod = sandbox.start(Pods.sleeping(), PodListener.NONE);
                ExecSession session = pod.container("").open(ExecSpec.of("bash", "-c", script));
                BufferedReader output = new BufferedReader(new InputStreamReader(session.stdout(), UTF_8))) {
            assertThat(output.readLine()).isEqualTo("open");
            pod.fence(fenced);
            session.stdin().write('\n');
            session.stdin().flush();
            return String.valueOf(output.readLine());
        }
    }
}
