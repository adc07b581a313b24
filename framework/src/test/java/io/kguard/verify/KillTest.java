package io.kguard.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.requirement.RequiresRoot;
import io.kguard.sandbox.Sandbox;
import io.kguard.sandbox.SandboxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs that are killed by SIGKILL at random moments: what they started ends by itself, and the next start removes the rest.
 * {@code -Dkguard.kills=200} kills more of them: {@code bin/kill}.
 */
@Tag("runc")
@RequiresRoot
@Timeout(24 * 3600)
class KillTest {
    private static final int KILLS = Integer.getInteger("kguard.kills", 3);
    private static final long SEED = Long.getLong("kguard.kills.seed", System.nanoTime());
    private static final long LONGEST_RUN_MILLIS = 6000;
    private static final String EXEC = BrokenRun.scenario(
            "killed-exec", "- exec: {pod: killed-exec, command: [sh, -c, 'setsid sleep 7928 & sleep 1']}");
    private static final String KUBECTL = """
            scenario: killed-kubectl
            title: What is killed
            attack: [T1499]
            cluster: {}
            pods:
              - metadata: {name: killed-kubectl}
                spec: {containers: [{name: main, image: base, command: [sleep, infinity]}]}
            steps:
              - kubectl: [exec, killed-kubectl, --, id]
              - kubectl: {args: [exec, -it, killed-kubectl, --, bash, -c, sleep 1]}
            fires: [Id ran]
            """;

    @Test
    void aKilledRunLeavesNothing(@TempDir Path folder) throws Exception {
        Random random = new Random(SEED);
        List<String> left = new ArrayList<>();
        long slowest = 0;
        int withContainers = 0;
        for (int i = 1; i <= KILLS; i++) {
            Traces traces = new Traces(
                    folder.resolve("state"),
                    "kguard-kill-" + ProcessHandle.current().pid() + "-" + i);
            Process jvm = victim(folder, traces.mark());
            // every other run is killed some time after its first pod began, the rest at any time from the JVM's start
            if (i % 2 == 0) {
                traces.awaitPod(jvm);
            }
            long moment = random.nextLong(LONGEST_RUN_MILLIS);
            boolean ended = jvm.waitFor(moment, TimeUnit.MILLISECONDS);
            assertThat(ended).as("the run ended before it was killed").isFalse();
            traces.remember();
            withContainers += traces.cgroups().isEmpty() ? 0 : 1;
            long killed = System.nanoTime();
            jvm.destroyForcibly().waitFor();
            List<String> processes = traces.processesAfter(TimeUnit.SECONDS.toNanos(20));
            slowest = Math.max(slowest, System.nanoTime() - killed);
            Sandbox.open(SandboxOptions.defaults().withStateDirectory(folder.resolve("state")))
                    .close();
            List<String> all = new ArrayList<>(processes);
            all.addAll(traces.remains());
            for (String what : all) {
                left.add("kill " + i + ", after " + moment + " ms: " + what);
            }
        }
        System.out.printf(
                "%n%8s %20s %12s %26s %14s%n%8d %20d %12d %26d %14d%n",
                "kills",
                "with containers up",
                "leftovers",
                "slowest end (ms)",
                "seed",
                KILLS,
                withContainers,
                left.size(),
                TimeUnit.NANOSECONDS.toMillis(slowest),
                SEED);
        assertThat(left).as("what killed runs left").isEmpty();
        assertThat(withContainers).as("kills that met containers").isGreaterThanOrEqualTo(KILLS / 4);
    }

    private static Process victim(Path folder, String mark) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().put(Traces.VARIABLE, mark);
        return builder.start();
    }

    /** Plays scenarios until it is killed. */
    static final class Victim {
        public static void main(String[] args) throws Exception {
            while (true) {
                new BrokenRun(Path.of(args[0])).run(UnaryOperator.identity(), EXEC, KUBECTL);
            }
        }
    }

    /**
     * What there is of a run on the machine.
     *
     * @param state its state directory
     * @param mark what its JVM's environment has, and with it all that it starts but for the containers
     * @param cgroups the paths of its pods' cgroups
     */
    private record Traces(Path state, String mark, List<String> cgroups) {
        static final String VARIABLE = "KGUARD_KILL_TEST";

        Traces(Path state, String mark) {
            this(state, mark, new ArrayList<>());
        }

        /** Notes which cgroups there are. */
        void remember() {
            try (Stream<Path> files = Files.find(
                    state,
                    3,
                    (path, attributes) -> path.getFileName().toString().equals("cgroup"))) {
                files.map(Traces::text).filter(path -> !path.isBlank()).forEach(cgroups::add);
            } catch (IOException | UncheckedIOException e) {
                // it comes and goes
            }
        }

        /** Waits until a pod has its folder. */
        void awaitPod(Process jvm) {
            while (cgroups.isEmpty()) {
                assertThat(jvm.isAlive())
                        .as("the run ended before its first pod")
                        .isTrue();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                remember();
            }
        }

        /** The processes that still run after a time. */
        List<String> processesAfter(long nanos) {
            long deadline = System.nanoTime() + nanos;
            List<String> running = processes();
            while (!running.isEmpty() && System.nanoTime() < deadline) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                running = processes();
            }
            return running;
        }

        private List<String> processes() {
            return ProcessHandle.allProcesses()
                    .map(ProcessHandle::pid)
                    .filter(pid -> isOfRun(Path.of("/proc/" + pid)))
                    .map(pid -> "the process " + pid + ": "
                            + text(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' '))
                    .toList();
        }

        private boolean isOfRun(Path process) {
            String cgroup = text(process.resolve("cgroup"));
            return text(process.resolve("environ")).contains(VARIABLE + "=" + mark)
                    || cgroups.stream().anyMatch(cgroup::contains);
        }

        /** Mounts (a network namespace that is held is one), files and cgroups. */
        List<String> remains() throws IOException {
            List<String> found = new ArrayList<>();
            try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mountinfo"))) {
                mounts.filter(line -> line.contains(state.toString())).forEach(line -> found.add("the mount " + line));
            }
            if (Files.exists(state)) {
                try (Stream<Path> files = Files.walk(state)) {
                    files.skip(1).forEach(file -> found.add("the file " + file));
                }
            }
            try (Stream<Path> folders = Files.find(
                    Path.of("/sys/fs/cgroup"),
                    5,
                    (path, attributes) -> cgroups.stream().anyMatch(path.toString()::endsWith))) {
                folders.forEach(folder -> found.add("the cgroup " + folder));
            }
            return found;
        }

        private static String text(Path file) {
            try {
                return Files.readString(file, ISO_8859_1);
            } catch (IOException e) {
                return ""; // it is gone
            }
        }
    }
}
