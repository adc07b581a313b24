// SPDX-License-Identifier: Apache-2.0
package io.kguard.trust;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.runtime.Sandboxes;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pod asks for everything and reaches nothing of the machine. */
@Tag("trust")
@Tag("runc")
@RequiresRoot
class ReachProbeTest {
    private static final String CANARY = "kguard-canary-of-the-machine";

    /** Of the kernel's settings a pod may change those of its own namespaces. */
    private static final List<String> OWN = List.of(
            "/proc/sys/net/",
            "/proc/sys/user/",
            "/proc/sys/fs/mqueue/",
            "/proc/sys/kernel/msg",
            "/proc/sys/kernel/sem",
            "/proc/sys/kernel/shm",
            "/proc/sys/kernel/auto_msgmni",
            "/proc/sys/kernel/hostname",
            "/proc/sys/kernel/domainname",
            "/proc/sys/kernel/ns_last_pid",
            "/proc/sys/kernel/pid_max",
            // a trigger that belongs to the process with the file open; everyone may write to it on any machine
            "/proc/pressure/",
            "/proc/PID/",
            "/sys/devices/virtual/net/",
            "/sys/fs/cgroup/");

    private static Sandbox sandbox;
    private static PodSandbox pod;

    @BeforeAll
    static void open() {
        sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox());
        Pod greedy = Serialization.unmarshal("""
                apiVersion: v1
                kind: Pod
                metadata: {name: greedy, namespace: default}
                spec:
                  hostPID: true
                  hostNetwork: true
                  hostIPC: true
                  containers:
                    - name: main
                      image: base
                      command: [sleep, infinity]
                      securityContext: {privileged: true}
                      volumeMounts: [{name: host, mountPath: /host}]
                  volumes: [{name: host, hostPath: {path: /}}]
                """, Pod.class);
        pod = sandbox.start(greedy, PodListener.NONE);
    }

    @AfterAll
    static void close() {
        pod.close();
        sandbox.close();
    }

    private static List<String> lines(String command) {
        return pod.container("")
                .exec(ExecSpec.of("bash", "-c", command).withTimeout(Duration.ofSeconds(50)))
                .stdout()
                .lines()
                .toList();
    }

    @Test
    void noSettingOfTheKernelCanBeWritten() {
        TreeSet<String> writable = lines("find /proc /sys /host/proc /host/sys -type f -writable 2>/dev/null").stream()
                .map(path -> path.replaceFirst("^/host/", "/"))
                .map(path -> path.replaceFirst("^/proc/([0-9]+|self|thread-self)/", "/proc/PID/"))
                .collect(toCollection(TreeSet::new));

        assertThat(writable).contains("/proc/sys/net/ipv4/ip_forward");
        assertThat(writable)
                .filteredOn(path -> OWN.stream().noneMatch(path::startsWith))
                .isEmpty();
    }

    @Test
    void noFileOfTheMachineIsThere(@TempDir Path folder) throws IOException {
        Path canary = Files.createFile(folder.resolve(CANARY));
        Path inRun = Files.createFile(Path.of("/run", CANARY));
        try {
            assertThat(lines("find / -name '" + CANARY + "*' 2>/dev/null")).isEmpty();
            assertThat(lines("ls /host" + canary + " /proc/*/root" + canary + " /proc/*/root" + inRun))
                    .isEmpty();
        } finally {
            Files.delete(inRun);
        }
    }

    @Test
    void noProcessOfTheMachineIsThere() {
        List<String> commands = lines("cat /proc/[0-9]*/comm");

        assertThat(commands).contains("kubelet", "containerd", "sleep");
        assertThat(commands).noneMatch(name -> name.contains("java") || name.contains("shim") || name.contains("runc"));
        assertThat(lines("readlink /proc/1/exe")).containsExactly("/usr/lib/systemd/systemd");
    }

    @Test
    void noSocketOfTheMachineIsThere(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("canary.sock");
        try (ServerSocket tcp = new ServerSocket(0);
                ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            unix.bind(UnixDomainSocketAddress.of(path));
            assertThat(lines("cat /proc/net/unix")).noneMatch(line -> line.contains("canary.sock"));
            String port = String.format(":%04X", tcp.getLocalPort());
            assertThat(lines("cat /proc/net/tcp /proc/net/tcp6")).noneMatch(line -> line.contains(port));
            assertThat(lines("(exec 3<>/dev/tcp/127.0.0.1/" + tcp.getLocalPort() + ") 2>/dev/null && echo REACHED"))
                    .isEmpty();
        }
    }

    @Test
    void nothingOfTheKernelCanBeMounted() {
        for (String type : List.of("debugfs", "tracefs", "securityfs", "pstore", "bpf", "configfs", "devtmpfs")) {
            assertThat(lines("mkdir -p /tmp/m; mount -t " + type
                            + " x /tmp/m 2>/dev/null && ls /tmp/m && umount /tmp/m"))
                    .as(type)
                    .isEmpty();
        }
        assertThat(lines("mount -t cgroup -o none,name=kgprobe x /tmp/m && echo MOUNTED"))
                .isEmpty();
        assertThat(lines("mount -t cgroup -o devices x /tmp/m && echo MOUNTED")).isEmpty();
        assertThat(lines("mount -t cgroup2 x /tmp/m && echo MOUNTED")).isEmpty();
    }

    @Test
    void noDeviceOfTheMachineCanBeOpened() {
        assertThat(lines("mknod /tmp/disk b 254 0 && echo MADE; mknod /tmp/mem c 1 1 && echo MADE"))
                .isEmpty();
        assertThat(lines("find / -xdev \\( -type b -o -type c \\) 2>/dev/null; find /dev /host/dev -type b"))
                .isEmpty();
        assertThat(lines("find /dev /host/dev -type c -printf '%f\\n' | sort -u"))
                .isSubsetOf("null", "zero", "full", "random", "urandom", "tty", "ptmx", "console");
    }

    @Test
    void noCgroupButItsOwnCanBeEntered() {
        assertThat(lines("for f in $(find /sys/fs/cgroup /host/sys/fs/cgroup -name cgroup.procs 2>/dev/null); do"
                        + " echo 0 > $f 2>/dev/null; done; cat /proc/self/cgroup"))
                .isNotEmpty()
                .allMatch(line -> line.contains("/kubepods/"));
    }

    @Test
    void theKernelsPowersAreRefused() {
        assertThat(lines("dmesg -C 2>/dev/null && echo CLEARED")).isEmpty();
        assertThat(lines("date -s \"$(date)\" >/dev/null 2>&1 && echo SET")).isEmpty();
        assertThat(lines("swapoff -a 2>/dev/null && swapon -a && echo SWAP; kill -0 $PPID 2>/dev/null; true"))
                .isEmpty();
    }
}
