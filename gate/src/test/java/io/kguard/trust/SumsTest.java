// SPDX-License-Identifier: Apache-2.0
package io.kguard.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.kguard.internal.sandbox.ExecSession;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.PodSandbox.Incident;
import io.kguard.internal.sandbox.PodSetup;
import io.kguard.internal.sandbox.PodSetup.Budget;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.runtime.Sandboxes;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a pod can have many of adds up to a bound. Beyond it the pod ends, with an error, and another goes on. */
@Tag("trust")
@Tag("runc")
@RequiresRoot
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SumsTest {
    private static final int PAGE = 4096;
    /** How long a command may take to be ended. */
    private static final Duration ENDING = Duration.ofSeconds(60);
    /** How long a command is left alone that holds what it got. */
    private static final Duration HOLDING = Duration.ofSeconds(6);

    private static final long BOUND = 192L << 20; /* 64 MiB, and what is taken between two looks */

    private ProbeImage image;
    private Sandbox sandbox;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        image = ProbeImage.build(folder, "src/test/c/sums.c");
        sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox());
    }

    @AfterAll
    void close() {
        sandbox.close();
    }

    /** What UDP sockets of all namespaces hold. */
    private static long datagrams() throws IOException {
        return Files.readAllLines(Path.of("/proc/net/sockstat")).stream()
                .filter(line -> line.startsWith("UDP: "))
                .mapToLong(line -> Long.parseLong(line.replaceFirst(".* mem ", "")) * PAGE)
                .sum();
    }

    /** Runs a command until it ends or says that it holds what it got, and then until the pod ends, if it does. */
    private List<Incident> take(Duration patience, String securityContext, String... command) throws Exception {
        long before = datagrams();
        try (PodSandbox beside = image.start(sandbox, "{}");
                PodSandbox pod = image.start(sandbox, securityContext)) {
            try (ExecSession session = pod.container("").open(ExecSpec.of(command))) {
                session.exit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                assertThat(e).hasMessageContaining("the command was killed with its session or container");
            } catch (TimeoutException e) {
                // it holds what it got
                assertThat(datagrams() - before).isLessThan(BOUND);
                assertThat(terminalsOfTheMachine()).isLessThan(1000);
            }
            assertThat(beside.exec("", ExecSpec.of("echo", "alive")).stdout()).isEqualTo("alive\n");
            assertThat(beside.incidents()).isEmpty();
            return pod.incidents();
        }
    }

    @Test
    void whatItsSocketsHold() throws Exception {
        assertThat(take(HOLDING, "{}", "/bin/probe", "datagrams", "900"))
                .extracting(Incident::kind)
                .containsAnyOf(Incident.Kind.OUT_OF_SOCKET_MEMORY, Incident.Kind.OVERRUN);
    }

    @Test
    void sockets() throws Exception {
        assertThat(take(ENDING, "{}", "/bin/probe", "sockets", "3000"))
                .extracting(Incident::text)
                .anyMatch(text -> text.matches("the pod greedy was ended: it had \\d+ sockets, and 1024 is the limit"));
    }

    @Test
    void socketsOfNetworksOfItsOwn() throws Exception {
        assertThat(take(ENDING, "{privileged: true}", "/bin/probe", "networks", "40"))
                .extracting(Incident::text)
                .anyMatch(text -> text.contains("sockets, and 1024 is the limit"));
    }

    @Test
    void cgroups() throws Exception {
        String make = "for d in $(find /sys/fs/cgroup -maxdepth 1 -mindepth 1 -type d) /sys/fs/cgroup; do"
                + " for i in $(seq 200); do mkdir $d/c$i/ || break; done; done; sleep 5";
        List<Incident> incidents = take(ENDING, "{privileged: true}", "/bin/busybox", "sh", "-c", make);

        if (Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"))) {
            assertThat(incidents).isEmpty(); // the kernel refuses them in version 2
        } else {
            assertThat(incidents)
                    .extracting(Incident::text)
                    .anyMatch(text -> text.contains("more cgroups than 64, which is the limit"));
        }
    }

    /** The kernel refuses more in one mount. */
    @Test
    void terminals() throws Exception {
        assertThat(take(HOLDING, "{}", "/bin/probe", "terminals", "4000")).isEmpty();
    }

    @Test
    void terminalsOfMountsOfItsOwn() throws Exception {
        assertThat(take(ENDING, "{privileged: true}", "/bin/probe", "mounts", "10"))
                .extracting(Incident::text)
                .anyMatch(text -> text.matches("the pod greedy was ended: it had \\d+ terminals, and all containers of"
                        + " the machine together may have \\d+"));
    }

    /** The kernel has them, so no cgroup counts them. */
    @Test
    void threadsOfNetworkDevices() throws Exception {
        assertThat(take(ENDING, "{privileged: true}", "/bin/probe", "devices", "64"))
                .extracting(Incident::text)
                .anyMatch(
                        text -> text.matches(
                                "the pod greedy was ended: the machine had (\\d+ tasks, of \\d+ that it may"
                                        + " have, and this pod had most network devices, whose threads are the kernel's|only .*)"));
    }

    private static int terminalsOfTheMachine() throws IOException {
        return Integer.parseInt(
                Files.readAllLines(Path.of("/proc/sys/kernel/pty/nr")).get(0));
    }

    @Test
    void memoryOfAllPodsOfASimulation() {
        Quantity limit = new Quantity("2Gi");
        PodSetup simulation = PodSetup.defaults().withBudget(new Budget());
        List<PodSandbox> pods = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                pods.add(sandbox.start(pod("pod-" + i, limit), simulation, PodListener.NONE));
            }
            assertThatThrownBy(() -> sandbox.start(pod("pod-4", limit), simulation, PodListener.NONE))
                    .hasMessage(
                            "the pod pod-4 would bring the memory limits of the simulation's 5 pods to 10240 MiB; all"
                                    + " pods of a simulation may have 8192 MiB together. Start fewer, or lower"
                                    + " resources.limits.memory");
            pods.remove(0).close();
            pods.add(sandbox.start(pod("pod-4", limit), simulation, PodListener.NONE));
            sandbox.start(pod("other", limit), PodSetup.defaults().withBudget(new Budget()), PodListener.NONE)
                    .close();
        } finally {
            pods.forEach(PodSandbox::close);
        }
    }

    private static Pod pod(String name, Quantity memory) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("base")
                .withCommand("sleep", "infinity")
                .withNewResources()
                .addToLimits("memory", memory)
                .endResources()
                .endContainer()
                .endSpec()
                .build();
    }

    @Test
    void aPodThatTakesLittleHasNoIncident() throws Exception {
        assertThat(take(HOLDING, "{}", "/bin/probe", "datagrams", "50")).isEmpty();
    }
}
