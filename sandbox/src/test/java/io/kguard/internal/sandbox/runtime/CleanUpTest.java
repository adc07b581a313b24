// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.kguard.internal.sandbox.HostAccess;
import io.kguard.internal.sandbox.Limits;
import io.kguard.internal.sandbox.PodContainer;
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
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@RequiresRoot
@Timeout(120)
class CleanUpTest {
    @TempDir
    Path state;

    SandboxOptions options() {
        return SimulatorOptions.configured().sandbox().withStateDirectory(state);
    }

    @Test
    void closingAPodLeavesNothing() throws IOException {
        try (Sandbox sandbox = Sandboxes.open(options())) {
            PodSandbox pod = sandbox.start(Pods.sleeping(), PodListener.NONE);
            long pid = pod.container("").pid();
            long shimPid = pod.container("").shimPid();
            pod.close();
            pod.close();
            assertThat(cgroupsOf(pod)).isEmpty();
            assertThat(ProcessHandle.of(pid)).isEmpty();
            Pods.assertShimEnds(shimPid);
            assertThat(pod.container("").exit().join()).isEqualTo(137);
        }
        assertThat(state)
                .satisfiesAnyOf(
                        path -> assertThat(path).doesNotExist(),
                        path -> assertThat(path).isEmptyDirectory());
    }

    @Test
    void aPodWaitsForTheRemovalOfAnotherWithItsUid() throws Exception {
        Limits hasty = Limits.DEFAULT.withStartTimeout(Duration.ofSeconds(2));
        PodSetup setup = PodSetup.defaults().withLimits(hasty);
        Pod manifest = new PodBuilder(Pods.sleeping())
                .editMetadata()
                .withUid("c0000000-0000-4000-8000-000000000001")
                .endMetadata()
                .build();
        try (Sandbox sandbox = Sandboxes.open(options())) {
            PodSandbox first = sandbox.start(manifest, PodListener.NONE);
            assertThatThrownBy(() -> sandbox.start(manifest, setup, PodListener.NONE))
                    .isInstanceOf(SandboxException.class)
                    .hasMessageContaining("another pod with its uid");
            assertThat(first.container("").exit()).isNotDone();
            CompletableFuture<PodSandbox> second =
                    CompletableFuture.supplyAsync(() -> sandbox.start(manifest, PodListener.NONE));
            first.close();
            assertThat(second.get(60, TimeUnit.SECONDS).container("").exit()).isNotDone();
        }
    }

    @Test
    void aPodThatDoesNotStartLeavesNothing() throws IOException {
        try (Sandbox sandbox = Sandboxes.open(options())) {
            assertThatThrownBy(() -> sandbox.start(Pods.running("/no/such/program"), PodListener.NONE))
                    .isInstanceOf(SandboxException.class)
                    .hasMessageStartingWith("the container jenkins of the pod jenkins-0 did not start: ")
                    .hasMessageContaining("/no/such/program");
            try (Stream<Path> left = Files.walk(state)) {
                assertThat(left).noneMatch(path -> path.getFileName().toString().matches("p\\d+"));
            }
        }
    }

    @Test
    void aListenersFailureStopsThePod() {
        try (Sandbox sandbox = Sandboxes.open(options())) {
            PodListener refusing = (container, shimPid) -> {
                throw new SandboxException(SandboxException.Reason.INTERNAL, "no sensor");
            };
            assertThatThrownBy(() -> sandbox.start(Pods.sleeping(), refusing)).hasMessage("no sensor");
        }
    }

    @Test
    void closingTheSandboxClosesItsPods() throws IOException {
        Sandbox sandbox = Sandboxes.open(options());
        List<PodSandbox> pods = IntStream.range(0, 4)
                .parallel()
                .mapToObj(i -> sandbox.start(Pods.sleeping(), PodListener.NONE))
                .toList();
        sandbox.close();
        sandbox.close();
        for (PodSandbox pod : pods) {
            assertThat(ProcessHandle.of(pod.container("").pid())).isEmpty();
            assertThat(cgroupsOf(pod)).isEmpty();
        }
    }

    @Test
    void processesThatLeftTheirSessionAreEndedToo() throws IOException {
        try (Sandbox sandbox = Sandboxes.open(options())) {
            PodSandbox pod = sandbox.start(Pods.sleeping(), PodListener.NONE);
            Pods.bash(pod, "setsid -f bash -c 'trap \"\" TERM HUP; sleep 1000' >/dev/null 2>&1 </dev/null");
            List<Long> all = ProcessHandle.of(pod.container("").shimPid())
                    .orElseThrow()
                    .descendants()
                    .map(ProcessHandle::pid)
                    .toList();
            pod.close();
            assertThat(all)
                    .hasSizeGreaterThan(1)
                    .allMatch(pid -> ProcessHandle.of(pid).isEmpty());
        }
    }

    @Test
    void aKilledJvmsContainersDieAndTheNextSandboxRemovesTheRest() throws Exception {
        Process jvm = new ProcessBuilder(
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
                        Victim.class.getName(),
                        state.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line = new BufferedReader(new InputStreamReader(jvm.getInputStream(), UTF_8)).readLine();
        assertThat(line).matches("\\d+ \\d+ \\S+");
        String[] said = line.split(" ", -1);
        ProcessHandle container = ProcessHandle.of(Long.parseLong(said[0])).orElseThrow();
        ProcessHandle shim = ProcessHandle.of(Long.parseLong(said[1])).orElseThrow();

        // what belongs to a living owner is not touched
        Sandboxes.open(options()).close();
        assertThat(container.isAlive()).isTrue();
        assertThat(cgroupsNamed(said[2])).isNotEmpty();

        jvm.destroyForcibly().waitFor();
        container.onExit().get(20, TimeUnit.SECONDS);
        shim.onExit().get(20, TimeUnit.SECONDS);

        Sandboxes.open(options()).close();
        assertThat(cgroupsNamed(said[2])).isEmpty();
        assertThat(state)
                .satisfiesAnyOf(
                        path -> assertThat(path).doesNotExist(),
                        path -> assertThat(path).isEmptyDirectory());
    }

    /** Starts a pod and waits to be killed. */
    static final class Victim {
        public static void main(String[] args) throws IOException {
            Sandbox sandbox =
                    Sandboxes.open(SimulatorOptions.configured().sandbox().withStateDirectory(Path.of(args[0])));
            PodSandbox pod = sandbox.start(Pods.sleeping(), PodListener.NONE);
            System.out.println(pod.container("").pid() + " " + pod.container("").shimPid() + " "
                    + pod.pod().getMetadata().getUid());
            System.in.read();
        }
    }

    /** With the freezer of cgroup v1, which delays even a SIGKILL, or with v2. */
    @ParameterizedTest
    @EnumSource(names = {"DECOY", "PRIVILEGED"})
    void aKilledJvmsFrozenContainersDieToo(HostAccess access) throws Exception {
        Process jvm = new ProcessBuilder(
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
                        FreezingVictim.class.getName(),
                        state.toString(),
                        access.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line = new BufferedReader(new InputStreamReader(jvm.getInputStream(), UTF_8)).readLine();
        assertThat(line).matches("\\d+");
        ProcessHandle container = ProcessHandle.of(Long.parseLong(line)).orElseThrow();

        jvm.destroyForcibly().waitFor();
        container.onExit().get(20, TimeUnit.SECONDS);
        Sandboxes.open(options()).close();
    }

    /** The node's processes are in a cgroup outside of the jail. */
    @Test
    @Tag("runc")
    void aKilledJvmsFrozenNodeEndsToo() throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StillVictim.class.getName(),
                        state.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line = new BufferedReader(new InputStreamReader(jvm.getInputStream(), UTF_8)).readLine();
        assertThat(line).isEqualTo("still");
        List<ProcessHandle> started = jvm.descendants().toList();
        assertThat(started).hasSizeGreaterThan(4);

        jvm.destroyForcibly().waitFor();
        for (ProcessHandle process : started) {
            process.onExit().get(20, TimeUnit.SECONDS);
        }
        Sandboxes.open(options()).close();
    }

    /** Starts a pod that sees its node, and waits to be killed while the node is frozen. */
    static final class StillVictim {
        public static void main(String[] args) throws IOException {
            Sandbox sandbox =
                    Sandboxes.open(SimulatorOptions.configured().sandbox().withStateDirectory(Path.of(args[0])));
            Pod manifest = new PodBuilder(Pods.sleeping())
                    .editSpec()
                    .withHostPID(true)
                    .endSpec()
                    .build();
            RuncPod pod = (RuncPod) sandbox.start(manifest, PodListener.NONE);
            pod.node().standstill().whileStill(() -> {
                System.out.println("still");
                System.in.read();
            });
        }
    }

    /** Starts a pod, freezes it and waits to be killed. */
    static final class FreezingVictim {
        public static void main(String[] args) throws IOException {
            PodSetup setup = PodSetup.defaults().withHostAccess(HostAccess.valueOf(args[1]));
            Sandbox sandbox = Sandboxes.open(SimulatorOptions.configured()
                    .sandbox()
                    .withStateDirectory(Path.of(args[0]))
                    .withSetup(setup));
            PodSandbox pod = sandbox.start(Pods.sleeping(), PodListener.NONE);
            pod.freeze();
            System.out.println(pod.container("").pid());
            System.in.read();
        }
    }

    @Test
    @Tag("runc")
    void theNextSandboxRemovesWhatIsFrozenInOneOfTheHierarchies() throws Exception {
        String uid = UUID.randomUUID().toString();
        String path = "/kubepods/besteffort/pod" + uid;
        Files.writeString(
                Files.createDirectories(state.resolve("4194303-17-1/f1/p1")).resolve("cgroup"), path);
        PodCgroup cgroup = PodCgroup.of(CgroupMount.all(), path).orElseThrow();
        cgroup.create();
        Process process = new ProcessBuilder("sleep", "7931").start();
        for (String controller : new String[] {"cpu", "freezer", null}) {
            Optional<Path> folder = cgroup.folder("c", controller);
            if (folder.isPresent()) {
                Files.createDirectory(folder.get());
                Files.writeString(folder.get().resolve("cgroup.procs"), String.valueOf(process.pid()));
            }
        }
        Freezer freezer = Freezer.of(cgroup, "c").orElseThrow();
        freezer.freeze();
        while (!freezer.isFrozen()) {
            Thread.onSpinWait();
        }

        Sandboxes.open(options()).close();

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(cgroupsNamed(uid)).isEmpty();
    }

    @Test
    @Tag("runc")
    void aKilledShimIsAnErrorAndCleanedUp() throws Exception {
        try (Sandbox sandbox = Sandboxes.open(options())) {
            PodSandbox pod = sandbox.start(Pods.sleeping(), PodListener.NONE);
            PodContainer container = pod.container("");
            ProcessHandle.of(container.shimPid()).orElseThrow().destroyForcibly();
            assertThatThrownBy(() -> container.exit().get(20, TimeUnit.SECONDS)).hasMessageContaining("the shim");
            ProcessHandle orphan = ProcessHandle.of(container.pid()).orElseThrow();
            pod.close();
            orphan.onExit().get(20, TimeUnit.SECONDS);
            assertThat(cgroupsOf(pod)).isEmpty();
        }
    }

    @Test
    void aPodThatTakesTooLongToStartIsRemoved() throws IOException {
        SandboxOptions hasty = options()
                .withSetup(PodSetup.defaults().withLimits(Limits.DEFAULT.withStartTimeout(Duration.ofSeconds(2))));
        try (Sandbox sandbox = Sandboxes.open(hasty)) {
            var pod = new PodBuilder(Pods.sleeping())
                    .editSpec()
                    .addNewInitContainer()
                    .withName("slow")
                    .withImage("base")
                    .withCommand("sleep", "1000")
                    .endInitContainer()
                    .endSpec()
                    .build();
            assertThatThrownBy(() -> sandbox.start(pod, PodListener.NONE))
                    .isInstanceOf(SandboxException.class)
                    .hasMessageMatching("the pod jenkins-0 did not start within \\d+ ms; .*");
        }
    }

    @Test
    void aSandboxThatDoesNotOpenLeavesNothing() throws IOException {
        Path home = state.resolve("home");
        SandboxOptions options =
                options().withStateDirectory(home).withImageCache(Files.createFile(state.resolve("a")));
        assertThatThrownBy(() -> Sandboxes.open(options))
                .isInstanceOf(SandboxException.class)
                .hasMessageContaining("can't install");
        assertThat(home).doesNotExist();
    }

    private static List<Path> cgroupsOf(PodSandbox pod) throws IOException {
        return cgroupsNamed(pod.pod().getMetadata().getUid());
    }

    private static List<Path> cgroupsNamed(String uid) throws IOException {
        List<Path> found = new java.util.ArrayList<>();
        for (CgroupMount mount : CgroupMount.all()) {
            Path folder = mount.path().resolve("kubepods/besteffort/pod" + uid);
            if (Files.exists(folder)) {
                found.add(folder);
            }
        }
        return found;
    }
}
