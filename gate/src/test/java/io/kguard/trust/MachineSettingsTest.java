// SPDX-License-Identifier: Apache-2.0
package io.kguard.trust;

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
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A privileged pod writes all settings that it can, and none of the machine's changes. */
@Tag("trust")
@Tag("runc")
@RequiresRoot
@Timeout(300)
class MachineSettingsTest {
    private static final Path SETTINGS = Path.of("/proc/sys");

    /** Counters, and what is drawn again at each look. */
    private static final Set<String> RESTLESS = Set.of(
            "fs/dentry-state",
            "fs/file-nr",
            "fs/inode-nr",
            "fs/inode-state",
            "fs/aio-nr",
            "fs/quota/syncs",
            "kernel/perf_event_max_sample_rate",
            "kernel/ns_last_pid",
            "kernel/random/entropy_avail",
            "kernel/random/uuid",
            "kernel/pty/nr",
            "net/netfilter/nf_conntrack_count",
            "net/ipv4/tcp_fastopen_key");

    /** A network device of a container that Docker runs beside. */
    private static final Pattern OF_A_CONTAINER = Pattern.compile("net/ipv[46]/(conf|neigh)/veth[^/]*/.*");

    private static final String GREEDY = """
            apiVersion: v1
            kind: Pod
            metadata: {name: greedy, namespace: default}
            spec:
              containers:
                - name: main
                  image: base
                  command: [sleep, infinity]
                  securityContext: {privileged: true}
            """;

    /** Writes to each setting what is there, and if that is a number, also one more, with the switch that stays on. */
    private static final String WRITE_ALL = """
            for f in $(find %s -type f); do
              [ -w $f ] || continue
              v=$(cat $f 2>/dev/null) || continue
              if { echo "$v" > $f; } 2>/dev/null; then echo "written ${f#%s/}"; else echo "refused ${f#%s/}"; fi
              case $v in *[!0-9]*|"") ;; *) [ ${f##*/} = nf_hooks_lwtunnel ] || { echo $((v + 1)) > $f; } 2>/dev/null ;; esac
            done
            """;

    private static Sandbox sandbox;
    private static PodSandbox pod;

    @BeforeAll
    static void open() {
        sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox());
        pod = sandbox.start(Serialization.unmarshal(GREEDY, Pod.class), PodListener.NONE);
    }

    @AfterAll
    static void close() {
        pod.close();
        sandbox.close();
    }

    private static List<String> lines(String command) {
        return pod.container("")
                .exec(ExecSpec.of("bash", "-c", command).withTimeout(Duration.ofMinutes(2)))
                .stdout()
                .lines()
                .toList();
    }

    private static Map<String, String> ofMachine() throws IOException {
        Map<String, String> values = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SETTINGS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = SETTINGS.relativize(file).toString();
                if (!RESTLESS.contains(name) && !OF_A_CONTAINER.matcher(name).matches()) {
                    values.put(name, read(file));
                }
            }
        }
        return values;
    }

    private static String read(Path file) {
        try {
            // at once: of a number the second of two readings has nothing
            try (InputStream in = Files.newInputStream(file)) {
                byte[] value = new byte[1 << 16];
                return new String(value, 0, Math.max(0, in.read(value)), StandardCharsets.ISO_8859_1);
            }
        } catch (IOException e) {
            return "not readable";
        }
    }

    private static void writesNothingOfTheMachine(String proc) throws IOException {
        Map<String, String> before = ofMachine();

        Set<String> tried = new TreeSet<>(lines(WRITE_ALL.replace("%s", proc)));

        assertThat(ofMachine()).isEqualTo(before);
        assertThat(tried).contains("written net/ipv4/ip_forward", "written kernel/shmmax");
        if (Files.exists(SETTINGS.resolve("net/netfilter/nf_hooks_lwtunnel"))) {
            assertThat(tried).contains("refused net/netfilter/nf_hooks_lwtunnel");
        }
        Set<String> written = tried.stream()
                .filter(line -> line.startsWith("written "))
                .map(line -> line.substring("written ".length()))
                .map(name -> name.replaceFirst("^((net/[a-z0-9]+|user|fs/mqueue)/).*", "$1"))
                .collect(Collectors.toSet());
        assertThat(written)
                .isSubsetOf(
                        "fs/mqueue/",
                        "kernel/auto_msgmni",
                        "kernel/domainname",
                        "kernel/hostname",
                        "kernel/msg_next_id",
                        "kernel/msgmax",
                        "kernel/msgmnb",
                        "kernel/msgmni",
                        "kernel/ns_last_pid",
                        "kernel/pid_max",
                        "kernel/sem",
                        "kernel/sem_next_id",
                        "kernel/shm_next_id",
                        "kernel/shm_rmid_forced",
                        "kernel/shmall",
                        "kernel/shmmax",
                        "kernel/shmmni",
                        "net/core/",
                        "net/ipv4/",
                        "net/ipv6/",
                        "net/mptcp/",
                        "net/netfilter/",
                        "net/unix/",
                        "user/");
    }

    @Test
    void throughItsOwnProc() throws IOException {
        writesNothingOfTheMachine("/proc/sys");
    }

    @Test
    void throughAProcThatItMounts() throws IOException {
        assertThat(lines("mkdir -p /tmp/proc && mount -t proc proc /tmp/proc && echo mounted"))
                .containsExactly("mounted");
        writesNothingOfTheMachine("/tmp/proc/sys");
    }

    /** The wall is the pod's cgroup's, and a pod can't leave that. */
    @Test
    void fromACgroupBelowItsOwnAndNamespacesOfItsOwn() throws IOException {
        String place = "/proc/sys/net/netfilter/nf_hooks_lwtunnel";
        if (!Files.exists(Path.of(place))) {
            return;
        }
        assertThat(lines("for c in $(find /sys/fs/cgroup -type d); do mkdir $c/below 2>/dev/null &&"
                        + " echo 0 > $c/below/cgroup.procs; done; cat /proc/self/cgroup;"
                        + " unshare -Urnm sh -c 'mount -t proc proc /proc; echo 0 > " + place + " && echo WRITTEN'"))
                .isNotEmpty()
                .doesNotContain("WRITTEN");
    }
}
