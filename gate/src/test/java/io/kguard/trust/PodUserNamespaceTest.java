// SPDX-License-Identifier: Apache-2.0
package io.kguard.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kguard.internal.sandbox.ExecResult;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.runtime.Sandboxes;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchService;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What belongs to a user namespace, or is limited by user, is shared neither with runc nor with others. */
@Tag("trust")
@Tag("runc")
@RequiresRoot
class PodUserNamespaceTest {
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: %s, namespace: default}
            spec:
              containers:
                - {name: main, image: base, command: [sleep, infinity], securityContext: {privileged: true}}
            """;
    /** More than one user may have. */
    private static final int WATCHES = 140;

    private Sandbox sandbox;
    private PodSandbox pod;

    @BeforeEach
    void start() {
        sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox());
        pod = start("greedy");
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private PodSandbox start(String name) {
        return sandbox.start(Serialization.unmarshal(POD.formatted(name), Pod.class), PodListener.NONE);
    }

    private ExecResult bash(String script) {
        return pod.container("").exec(ExecSpec.of("bash", "-c", script));
    }

    private String output(String script) {
        ExecResult result = bash(script);
        assertThat(result.exitStatus()).as(result.stderr()).isZero();
        return result.stdout();
    }

    /** The address at which a program begins, as it is in the program's header. */
    private static String entryOf(Path program) throws Exception {
        try (InputStream in = Files.newInputStream(program)) {
            byte[] header = in.readNBytes(32);
            return IntStream.range(24, 32)
                    .mapToObj(at -> "\\x%02x".formatted(header[at]))
                    .collect(Collectors.joining());
        }
    }

    private static Path runc() throws Exception {
        Process which = new ProcessBuilder("sh", "-c", "PATH=$PATH:/usr/sbin command -v runc").start();
        String found = new String(which.getInputStream().readAllBytes(), UTF_8).strip();
        assertThat(which.waitFor()).isZero();
        return Path.of(found);
    }

    private static Path namespace(long pid, String kind) throws Exception {
        return Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/" + kind));
    }

    /** The kernel has formats of programs by user namespace since version 6.7. */
    @Test
    void aProgramThatAPodRegistersForRuncIsNotRunInPlaceOfIt() throws Exception {
        String registered = bash("mkdir /tmp/formats && mount -t binfmt_misc none /tmp/formats"
                        + " && echo ':runc:M:24:" + entryOf(runc()) + "::/usr/bin/true:F' > /tmp/formats/register"
                        + " && cat /tmp/formats/runc")
                .stdout();
        if (!registered.isEmpty()) {
            assertThat(registered).contains("enabled").contains("interpreter /usr/bin/true");
        }
        for (int i = 0; i < 3; i++) {
            assertThat(output("echo step")).isEqualTo("step\n");
        }
        try (PodSandbox other = start("other")) {
            assertThat(other.container("").exec(ExecSpec.of("echo", "step")).stdout())
                    .isEqualTo("step\n");
        }
    }

    @Test
    void whatRunsAPodIsInAnotherUserNamespaceThanThePod() throws Exception {
        long process = pod.container("").pid();
        long shim = pod.container("").shimPid();
        assertThat(namespace(process, "user"))
                .isNotEqualTo(namespace(shim, "user"))
                .isNotEqualTo(namespace(ProcessHandle.current().pid(), "user"));
        assertThat(namespace(shim, "user"))
                .isNotEqualTo(namespace(ProcessHandle.current().pid(), "user"));
    }

    /** As on a node, where pods have no user namespace of their own. */
    @Test
    void aPrivilegedPodRulesItsOwnNamespaces() {
        assertThat(output("hostname other; hostname")).isEqualTo("other\n");
        assertThat(output("echo 1 > /proc/sys/net/ipv4/ip_forward; cat /proc/sys/net/ipv4/ip_forward"))
                .isEqualTo("1\n");
        assertThat(output("echo 20 > /proc/sys/fs/mqueue/msg_max; cat /proc/sys/fs/mqueue/msg_max"))
                .isEqualTo("20\n");
        assertThat(output("cd /tmp; mkdir p s q t; mount -t proc none p; mount -t sysfs none s; mount -t mqueue none q;"
                        + " mount -t tmpfs none t; ls -d p/1 s/class; cut -d' ' -f3 <(grep ' /tmp/' /proc/mounts)"))
                .isEqualTo("p/1\ns/class\nproc\nsysfs\nmqueue\ntmpfs\n");
        assertThat(output("unshare --mount --net --pid --fork --ipc --uts --cgroup --user --map-root-user id -u"))
                .isEqualTo("0\n");
        assertThat(output("unshare --net --fork sleep 100 & until pid=$(pgrep -f '^sleep 100'); do :; done;"
                        + " nsenter --target $pid --net --mount echo entered"))
                .isEqualTo("entered\n");
    }

    @Test
    void podsOfDifferentSimulationsAreDifferentUsersOfTheMachine() throws Exception {
        try (PodSandbox other = start("other")) {
            assertThat(List.of(userOf(pod), userOf(other)))
                    .doesNotHaveDuplicates()
                    .allMatch(user -> user >= 1 << 30);
        }
    }

    private static int userOf(PodSandbox pod) throws Exception {
        return (int) Files.getAttribute(Path.of("/proc/" + pod.container("").pid()), "unix:uid");
    }

    @Test
    void whatAPodUsesUpIsNotMissingForRootOfTheMachineOrForOtherPods() throws Exception {
        String useUp = "touch /dev/shm/file; for i in {1.." + WATCHES
                + "}; do tail -f /dev/shm/file >/dev/null 2>>/tmp/errors & done; until grep -q 'cannot be used' /tmp/errors;"
                + " do sleep 0.1; done";
        assertThat(bash(useUp).exitStatus()).as("all is used up").isZero();

        for (int i = 0; i < 3; i++) {
            try (WatchService service = FileSystems.getDefault().newWatchService()) {
                assertThat(service).isNotNull();
            }
        }
        try (PodSandbox other = start("other")) {
            String watch = "touch /dev/shm/file; timeout 0.2 tail -f /dev/shm/file 2>&1 >/dev/null";
            assertThat(other.container("")
                            .exec(ExecSpec.of("bash", "-c", watch))
                            .stdout())
                    .isEmpty();
        }
    }

    @Test
    void theNamespacesOfASimulationAreLimited() {
        String many = "for i in {1..150}; do unshare --user sleep 100 2>>/tmp/errors & done;"
                + " until grep -q 'No space left on device' /tmp/errors; do sleep 0.05; done";
        assertThat(bash(many).exitStatus()).as("one was refused").isZero();
    }
}
