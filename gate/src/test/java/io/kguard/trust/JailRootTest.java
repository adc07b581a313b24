// SPDX-License-Identifier: Apache-2.0
package io.kguard.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pod that has escaped from its container into the jail could do, and that it can't escape. */
@Tag("trust")
@Tag("runc")
@RequiresRoot
class JailRootTest {
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: greedy, namespace: default}
            spec:
              hostPID: true
              containers:
                - name: first
                  image: base
                  command: [bash, -c, '%s']
                  securityContext: {privileged: true}
                - {name: second, image: base, command: [sleep, infinity]}
                - {name: third, image: base, command: [sleep, infinity]}
            """;

    @TempDir
    private Path folder;

    private Path runc() throws IOException, InterruptedException {
        Process which = new ProcessBuilder("sh", "-c", "PATH=$PATH:/usr/sbin command -v runc").start();
        String found = new String(which.getInputStream().readAllBytes(), UTF_8).strip();
        assertThat(which.waitFor()).isZero();
        Path copy = folder.resolve("runc");
        return Files.exists(copy) ? copy : Files.copy(Path.of(found), copy, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private Sandbox open() throws IOException, InterruptedException {
        Path cache = Files.createDirectories(folder.resolve("images"));
        return Sandboxes.open(
                SimulatorOptions.configured().sandbox().withRunc(runc()).withImageCache(cache));
    }

    private static PodSandbox start(Sandbox sandbox, String command) {
        return sandbox.start(Serialization.unmarshal(POD.formatted(command), Pod.class), PodListener.NONE);
    }

    /** The mounts in a shim's mount namespace. */
    private static List<String> mounts(long shim) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + shim + "/mountinfo"))) {
            return lines.map(line -> line.split(" ", 6)[4]).toList();
        }
    }

    /** Runs a command with the rights of a jail's root. Returns its output. */
    private static String asRootOf(long shim, String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("nsenter", "-t", shim + "", "-U", "-S", "0", "-G", "0"));
        all.addAll(List.of(command));
        Process process = new ProcessBuilder(all).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        assertThat(process.waitFor()).isZero();
        return output;
    }

    /** The owner of a file, as the root of a jail sees it. */
    private static String owner(long shim, String path) throws IOException, InterruptedException {
        return asRootOf(shim, "stat", "-c", "%u", "/proc/" + shim + "/root" + path);
    }

    /** The root of a jail can make mounts there writable. */
    @Test
    void theRootOfTheJailOwnsNoProgramOfTheMachine() throws Exception {
        try (Sandbox sandbox = open();
                PodSandbox pod = start(sandbox, "sleep infinity")) {
            long shim = pod.container("first").shimPid();
            List<String> programs = mounts(shim).stream()
                    .filter(place -> place.startsWith("/usr/") || place.equals("" + folder.resolve("runc")))
                    .toList();
            assertThat(programs).contains(folder.resolve("runc") + "");

            for (String program : programs) {
                assertThat(owner(shim, program)).as(program).isEqualTo("65534");
            }
        }
    }

    /** kguard writes to the folder as root of the machine: a link there would lead it astray. */
    @Test
    void theRootOfTheJailCanChangeNothingInTheFolderThatKguardWrites() throws Exception {
        try (Sandbox sandbox = open();
                PodSandbox pod = start(sandbox, "sleep infinity")) {
            long shim = pod.container("first").shimPid();
            String shared = mounts(shim).stream()
                    .filter(place -> place.matches("/run/kguard/[^/]+/f\\d+"))
                    .findFirst()
                    .orElseThrow();
            String busybox = shared + "/work/busybox";
            String attack = "mount -o remount,bind,rw %1$s; touch %1$s/planted; ln -s /etc/passwd %1$s/link;"
                    + " mkdir /tmp/other; mount -o bind %1$s /tmp/other; mount -o remount,bind,rw /tmp/other;"
                    + " touch /tmp/other/planted; touch %1$s/work/allowed && echo in";
            asRootOf(shim, "cp", "/bin/busybox", "/proc/" + shim + "/root" + busybox);
            assertThat(asRootOf(shim, "-m", "-p", busybox, "sh", "-c", attack.formatted(shared)))
                    .isEqualTo("in");

            try (Stream<Path> files = Files.walk(Path.of(shared))) {
                assertThat(files.map(Path::getFileName).map(Path::toString))
                        .contains("config.json", "work")
                        .doesNotContain("planted", "link", "allowed");
            }
            assertThat(pod.container("second").exec(ExecSpec.of("echo", "here")).stdout())
                    .isEqualTo("here\n");
        }
    }

    @Test
    void noLayerOfAnImageCanBeFoundOnceItIsPartOfARoot() throws Exception {
        try (Sandbox sandbox = open();
                PodSandbox pod = start(sandbox, "sleep infinity")) {
            for (String name : List.of("first", "second")) {
                assertThat(mounts(pod.container(name).shimPid()))
                        .isNotEmpty()
                        .noneMatch(place -> place.contains("layers"));
            }
        }
    }

    @Test
    void aContainerDoesNotMeetOneThatIsBeingMade() throws Exception {
        String attack = "while :; do for p in /proc/[0-9]*; do"
                + " [ -e $p/root" + runc() + " ] && kill -STOP ${p#/proc/} && echo REACHED $p >> /tmp/log &&"
                + " kill -CONT ${p#/proc/}; done; done";
        try (Sandbox sandbox = open();
                PodSandbox pod = start(sandbox, attack)) {
            assertThat(pod.container("first")
                            .exec(ExecSpec.of("bash", "-c", "cat /tmp/log 2>&1"))
                            .stdout())
                    .doesNotContain("REACHED");
        }
    }

    @Test
    void whoMakesAVolumeOfTheMachineWritableWritesElsewhereAndLittle() throws Exception {
        try (Sandbox sandbox = open();
                PodSandbox pod = start(sandbox, "sleep infinity")) {
            String token = "/run/secrets/kubernetes.io/serviceaccount";
            String found = pod.container("first")
                    .exec(ExecSpec.of(
                            "bash",
                            "-c",
                            "mount -o remount,bind,rw " + token + " && cd " + token
                                    + " && echo kguard-canary > canary && cat token && head -c 100000000 /dev/zero > big;"
                                    + " stat -c %s big"))
                    .stdout();

            assertThat(found.lines().reduce((first, last) -> last).orElseThrow())
                    .isNotEqualTo("100000000");
            assertThat(namesBelow(Path.of("/run/kguard"))).contains("token").doesNotContain("canary", "big");
        }
    }

    /** Other processes play and remove pods there meanwhile. */
    private static Set<String> namesBelow(Path folder) throws IOException {
        Set<String> names = new TreeSet<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                names.add(file.getFileName().toString());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                return goOn(e);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path left, @Nullable IOException e) throws IOException {
                return goOn(e);
            }

            private static FileVisitResult goOn(@Nullable IOException e) throws IOException {
                if (e != null && !(e instanceof NoSuchFileException)) {
                    throw e;
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return names;
    }

    @Test
    void theProcessesOfTheNodeAreBoundedAsThePodIs() throws Exception {
        try (Sandbox sandbox = open();
                PodSandbox pod = start(sandbox, "sleep infinity")) {
            String cgroups = pod.container("first")
                    .exec(ExecSpec.of("cat", "/proc/1/cgroup"))
                    .stdout();

            assertThat(cgroups.lines()).isNotEmpty().allMatch(line -> line.contains("/kubepods/"));
        }
    }

    @Test
    void aCrashStartsNoProgramOfTheMachine() throws Exception {
        try (Sandbox sandbox = open();
                PodSandbox pod = start(sandbox, "sleep infinity")) {
            String limits = pod.container("first")
                    .exec(ExecSpec.of("bash", "-c", "ulimit -c unlimited; cat /proc/self/limits /proc/1/limits"))
                    .stdout();

            assertThat(limits.lines().filter(line -> line.startsWith("Max core file size")))
                    .hasSize(2)
                    .allMatch(line -> line.matches("Max core file size +1 +1 +bytes *"));
        }
    }
}
