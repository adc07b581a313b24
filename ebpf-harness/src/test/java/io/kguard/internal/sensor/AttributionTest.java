// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.kguard.requirement.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which events belong to a simulation, and that it receives no others. */
@RequiresRoot
class AttributionTest {
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
    private static final String ID = "0123456789abcdef".repeat(4);

    private static Sensor sensor;

    @BeforeAll
    static void open() {
        sensor = Sensor.open(SensorOptions.defaults().withRingBytes(16 << 20));
    }

    @AfterAll
    static void close() {
        sensor.close();
    }

    /** One mounted hierarchy of each version. */
    static List<Path> hierarchies() throws IOException {
        if (Files.exists(CGROUPS.resolve("cgroup.procs"))) {
            return List.of(CGROUPS);
        }
        try (Stream<Path> mounted = Files.list(CGROUPS)) {
            return mounted.filter(path -> path.endsWith("unified") || path.endsWith("memory") || path.endsWith("pids"))
                    .toList();
        }
    }

    static List<String> names() {
        return List.of(ID, "docker-" + ID + ".scope", "cri-containerd-" + ID + ".scope");
    }

    private static Path newCgroup(Path hierarchy, String name) throws IOException {
        return Files.createDirectories(hierarchy.resolve("kguard-test").resolve(name));
    }

    private static void remove(Path cgroup) throws IOException {
        Files.deleteIfExists(cgroup);
        Files.deleteIfExists(cgroup.getParent());
    }

    @ParameterizedTest
    @MethodSource("hierarchies")
    void entryIntoAContainersCgroupIsRecognised(Path hierarchy) throws Exception {
        Path cgroup = newCgroup(hierarchy, ID);
        Recorder recorder = new Recorder();
        try (Observation observation = sensor.observe(recorder);
                Shell shell = Shell.waiting("mkdir /tmp/kguard-outside; rmdir /tmp/kguard-outside; echo 0 > " + cgroup
                        + "/cgroup.procs; (mkdir /tmp/kguard-inside; rmdir /tmp/kguard-inside); echo 0 > "
                        + cgroup.getParent().getParent() + "/cgroup.procs")) {
            observation.watchContainer(ID);
            shell.go().await();
            observation.barrier();
            List<String> made = texts(recorder.of("mkdir"), "path");
            assertThat(made).containsExactly("/tmp/kguard-inside");
            assertThat(recorder.of("clone")).isNotEmpty();
            // Falco's driver writes only some controllers, and pids is not one of them.
            assertThat(recorder.of("clone").get(0).texts("cgroups"))
                    .anyMatch(entry -> entry.endsWith("/kguard-test/" + ID) || hierarchy.endsWith("pids"));
            assertThat(observation.stats().eventsLost()).isZero();
        } finally {
            remove(cgroup);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void theNameMayBeAScopeOfARuntime(String name) throws Exception {
        Path cgroup = newCgroup(hierarchies().get(0), name);
        Recorder recorder = new Recorder();
        try (Observation observation = sensor.observe(recorder);
                Shell shell = Shell.waiting("echo 0 > " + cgroup + "/cgroup.procs; true | true; echo 0 > "
                        + cgroup.getParent().getParent() + "/cgroup.procs")) {
            observation.watchContainer(ID);
            shell.go().await();
            observation.barrier();
            assertThat(recorder.of("clone")).hasSize(4);
        } finally {
            remove(cgroup);
        }
    }

    /** If a container runs its own init system, a runtime puts later processes into a sibling cgroup. */
    @ParameterizedTest
    @MethodSource("hierarchies")
    void theCgroupMayBeOneThatTheContainerHasMade(Path hierarchy) throws Exception {
        Path cgroup = newCgroup(hierarchy, ID);
        Path below = Files.createDirectories(cgroup.resolve("system.slice/init.scope"));
        Recorder recorder = new Recorder();
        try (Observation observation = sensor.observe(recorder);
                Shell shell = Shell.waiting("echo 0 > " + below + "/cgroup.procs; (mkdir /tmp/kguard-below; "
                        + "rmdir /tmp/kguard-below); echo 0 > "
                        + cgroup.getParent().getParent() + "/cgroup.procs")) {
            observation.watchContainer(ID);
            shell.go().await();
            observation.barrier();
            assertThat(texts(recorder.of("mkdir"), "path")).containsExactly("/tmp/kguard-below");
            assertThat(observation.stats().eventsLost()).isZero();
        } finally {
            Files.deleteIfExists(below);
            Files.deleteIfExists(below.getParent());
            remove(cgroup);
        }
    }

    @Test
    void aRuntimeIsJudgedOnceItExecutesTheContainersProgramAndNotWhenItExecutesItselfInTheCgroup() throws Exception {
        Path cgroup = newCgroup(hierarchies().get(0), ID);
        Recorder recorder = new Recorder();
        try (Observation observation = sensor.observe(recorder);
                Shell shell = Shell.waiting("mkdir /tmp/kguard-a; (echo 0 > " + cgroup
                        + "/cgroup.procs; sh -c 'mkdir /tmp/kguard-b'; unshare -m sh -c 'mkdir /tmp/kguard-c'; echo 0 > "
                        + cgroup.getParent().getParent()
                        + "/cgroup.procs); rmdir /tmp/kguard-a /tmp/kguard-b /tmp/kguard-c")) {
            observation.watchContainer(ID);
            observation.watchProcess(shell.pid(), true);
            shell.go().await();
            observation.barrier();
            assertThat(recorder.of("mkdir").stream()
                            .collect(Collectors.toMap(it -> it.text("path"), Recorder.Copy::stateOnly)))
                    .containsOnly(
                            entry("/tmp/kguard-a", true), entry("/tmp/kguard-b", true), entry("/tmp/kguard-c", false));
            List<Recorder.Copy> executed = recorder.of("execve").stream()
                    .filter(it -> it.number("res") == 0 && !it.stateOnly())
                    .toList();
            assertThat(texts(executed, "comm")).containsExactly("sh", "mkdir");
            assertThat(recorder.one("rmdir", it -> it.text("path").equals("/tmp/kguard-a"))
                            .stateOnly())
                    .isTrue();
        } finally {
            remove(cgroup);
        }
    }

    @Test
    void aChildThatIsBornInTheContainersCgroupIsRecordedFromItsFirstInstruction() throws Exception {
        Path cgroup = newCgroup(unified(), ID);
        Recorder recorder = new Recorder();
        try (Observation observation = sensor.observe(recorder);
                Shell shell = Shell.waiting("mkdir /tmp/kguard-runtime; " + Calls.PROGRAM + " --into " + cgroup
                        + " 'mkdir /tmp/kguard-born; rmdir /tmp/kguard-born'; rmdir /tmp/kguard-runtime")) {
            observation.watchContainer(ID);
            shell.go().await();
            observation.barrier();
            assertThat(texts(recorder.of("mkdir"), "path")).containsExactly("/tmp/kguard-born");
            Recorder.Copy first = recorder.all().get(0);
            assertThat(first.type()).isEqualTo("clone3");
            assertThat(first.number("res")).isZero();
            assertThat(first.texts("cgroups")).anyMatch(entry -> entry.endsWith("/kguard-test/" + ID));
            assertThat(recorder.all().get(1).type()).isEqualTo("execve");
            assertThat(observation.stats().eventsLost()).isZero();
        } finally {
            remove(cgroup);
        }
    }

    @Test
    void aContainerThatAContainerStartsBelongsToTheSimulationThatWatchesIt() throws Exception {
        String innerId = ID.replace('0', 'f');
        Path outer = newCgroup(unified(), ID);
        Path inner = Files.createDirectories(outer.resolve(innerId));
        Recorder ofOuter = new Recorder();
        Recorder ofInner = new Recorder();
        String script = "(echo 0 > " + outer + "/cgroup.procs; mkdir /tmp/kguard-o1; (echo 0 > " + inner
                + "/cgroup.procs; mkdir /tmp/kguard-i; (rmdir /tmp/kguard-i)); rmdir /tmp/kguard-o1)";
        try {
            try (Observation first = sensor.observe(ofOuter);
                    Observation second = sensor.observe(ofInner);
                    Shell shell = Shell.waiting(script)) {
                first.watchContainer(ID);
                second.watchContainer(innerId);
                shell.go().await();
                second.barrier();
                assertThat(texts(ofOuter.of("mkdir"), "path")).containsExactly("/tmp/kguard-o1");
                assertThat(texts(ofOuter.of("rmdir"), "path")).containsExactly("/tmp/kguard-o1");
                assertThat(texts(ofInner.of("mkdir"), "path")).containsExactly("/tmp/kguard-i");
                assertThat(texts(ofInner.of("rmdir"), "path")).containsExactly("/tmp/kguard-i");
            }
            Recorder alone = new Recorder();
            try (Observation only = sensor.observe(alone);
                    Shell shell = Shell.waiting(script)) {
                only.watchContainer(ID);
                shell.go().await();
                only.barrier();
                assertThat(texts(alone.of("mkdir"), "path")).containsExactly("/tmp/kguard-o1", "/tmp/kguard-i");
            }
        } finally {
            Files.deleteIfExists(inner);
            remove(outer);
        }
    }

    /** The hierarchy of version 2, the only one in which a process can be created directly. */
    private static Path unified() throws IOException {
        return hierarchies().stream()
                .filter(path -> path.endsWith("unified") || path.equals(CGROUPS))
                .findFirst()
                .orElseThrow(() -> new org.opentest4j.TestAbortedException("no cgroup hierarchy of version 2 here"));
    }

    @Test
    void aDaemonsRuntimeIsKnownByMovingItsChildAndWhoEntersByItselfIsJudged() throws Exception {
        Path cgroup = newCgroup(hierarchies().get(0), ID);
        Path outside = cgroup.getParent().getParent().resolve("cgroup.procs");
        Path fifo = Path.of("/tmp/kguard-fifo-" + ProcessHandle.current().pid());
        new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor();
        Recorder recorder = new Recorder();
        // the shell is the shim, its child the runtime, and the grandchild the container's first process
        try (Observation observation = sensor.observe(recorder);
                Shell shell = Shell.waiting("(echo 0 > " + cgroup + "/cgroup.procs; mkdir /tmp/kguard-a; echo 0 > "
                        + outside + "); sh -c '(mkdir /tmp/kguard-b; unshare -m sh -c \"mkdir /tmp/kguard-c\") < "
                        + fifo + " & echo $! > " + cgroup + "/cgroup.procs; echo > " + fifo
                        + "; wait'; rmdir /tmp/kguard-a /tmp/kguard-b /tmp/kguard-c")) {
            observation.watchContainerOfDaemon(ID);
            shell.go().await();
            observation.barrier();
            assertThat(recorder.of("mkdir").stream()
                            .collect(Collectors.toMap(it -> it.text("path"), Recorder.Copy::stateOnly)))
                    .containsOnly(
                            entry("/tmp/kguard-a", false), entry("/tmp/kguard-b", true), entry("/tmp/kguard-c", false));
            // the shim is marked from now on, and its record describes it
            assertThat(recorder.one("rmdir", it -> it.text("path").equals("/tmp/kguard-a"))
                            .stateOnly())
                    .isTrue();
            assertThat(recorder.of("clone"))
                    .anyMatch(it -> it.stateOnly() && it.number("tid") == shell.pid() && it.number("res") == 0);
            assertThat(observation.stats().eventsLost()).isZero();
        } finally {
            remove(cgroup);
            Files.deleteIfExists(fifo);
        }
    }

    @Test
    void marksFollowDoubleForksAndNewSessions() throws Exception {
        Recorder recorder = new Recorder();
        try (Observation observation = sensor.observe(recorder);
                Shell shell = Shell.waiting(
                        "(setsid sh -c '(mkdir /tmp/kguard-daemon; rmdir /tmp/kguard-daemon) &' &); " + "sleep 0.2")) {
            observation.watchProcess(shell.pid(), false);
            shell.go().await();
            observation.barrier();
            assertThat(texts(recorder.of("mkdir"), "path")).containsExactly("/tmp/kguard-daemon");
            assertThat(recorder.of("setsid")).hasSize(1);
        }
    }

    @Test
    void descendantsThatWereThereBeforeAreMarkedToo() throws Exception {
        Recorder recorder = new Recorder();
        Path fifo = Path.of("/tmp/kguard-fifo-" + ProcessHandle.current().pid());
        new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor();
        try (Observation observation = sensor.observe(recorder);
                Shell shell = Shell.waiting("cat > " + fifo + " < /dev/null; wait")) {
            Process parent = new ProcessBuilder(
                            "/bin/sh", "-c", "(read line < " + fifo + "; mkdir /tmp/kguard-old) & wait")
                    .start();
            while (parent.children().findAny().isEmpty()) {
                Thread.onSpinWait();
            }
            observation.watchProcess(parent.pid(), false);
            shell.go().await();
            parent.waitFor();
            observation.barrier();
            assertThat(texts(recorder.of("mkdir"), "path")).containsExactly("/tmp/kguard-old");
        } finally {
            Files.deleteIfExists(fifo);
            Files.deleteIfExists(Path.of("/tmp/kguard-old"));
        }
    }

    @Test
    void sixteenSimulationsAtOnceSeeTheirOwnEventsOnly() throws Exception {
        for (int round = 0; round < 20; round++) {
            List<Recorder> recorders = new ArrayList<>();
            List<Observation> observations = new ArrayList<>();
            List<Shell> shells = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                Recorder recorder = new Recorder();
                Observation observation = sensor.observe(recorder);
                String base = "/tmp/kguard-r" + round + "-s" + i;
                Shell shell = Shell.waiting("for n in 1 2 3; do (mkdir " + base + "-$n; rmdir " + base + "-$n); done");
                observation.watchProcess(shell.pid(), false);
                recorders.add(recorder);
                observations.add(observation);
                shells.add(shell);
            }
            for (Shell shell : shells) {
                shell.go();
            }
            for (int i = 0; i < 16; i++) {
                shells.get(i).await();
                observations.get(i).barrier();
                String base = "/tmp/kguard-r" + round + "-s" + i;
                assertThat(texts(recorders.get(i).of("mkdir"), "path"))
                        .containsExactly(base + "-1", base + "-2", base + "-3");
                assertThat(observations.get(i).stats().losses()).isEmpty();
                observations.get(i).close();
            }
        }
    }

    @Test
    void nothingIsRecordedForASimulationThatHasEnded() throws Exception {
        Recorder ended = new Recorder();
        Recorder later = new Recorder();
        try (Shell shell = Shell.waiting("mkdir /tmp/kguard-late; rmdir /tmp/kguard-late")) {
            Observation first = sensor.observe(ended);
            first.watchProcess(shell.pid(), false);
            first.close();
            try (Observation second = sensor.observe(later)) {
                shell.go().await();
                second.barrier();
            }
            assertThat(ended.of("mkdir")).isEmpty();
            assertThat(later.all()).isEmpty();
        }
    }

    @Test
    void aProcessThatIsGoneCanNotBeWatched() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        try (Observation observation = sensor.observe(new Recorder())) {
            assertThatThrownBy(() -> observation.watchProcess(process.pid(), false))
                    .isInstanceOf(SensorException.class)
                    .hasMessageContaining("there is no process with this id");
        }
    }

    private static List<String> texts(List<Recorder.Copy> events, String param) {
        return events.stream().map(event -> event.text(param)).collect(Collectors.toList());
    }
}
