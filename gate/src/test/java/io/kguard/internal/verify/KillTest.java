// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.sandbox.SandboxOptions;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Kills JVMs that play simulations with SIGKILL at random moments. What they started ends by itself, and the next start
 * removes the rest. A kill counts if a container was running; others are counted separately. {@code -Dkguard.kills=200}
 * kills more of them: {@code bin/kill}.
 */
@Tag("runc")
@RequiresRoot
@Timeout(24 * 3600)
class KillTest {
    private static final int KILLS = Integer.getInteger("kguard.kills", 2);
    private static final long SEED = Long.getLong("kguard.kills.seed", System.nanoTime());

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration START = Duration.ofSeconds(60);
    private static final int LATEST_MILLIS = 4000;

    /** One in this many kills happens at any time after the JVM's start, whether or not a container runs. */
    private static final int ANY_TIME_EVERY = 3;

    private final Random random = new Random(SEED);
    private final KillFigures with = new KillFigures();
    private final KillFigures without = new KillFigures();

    @TempDir
    Path folder;

    private BpfObjects kernel;
    /** The time that victims took to their first container, in milliseconds. */
    private int start = LATEST_MILLIS;

    @BeforeEach
    void build() throws Exception {
        kernel = BpfObjects.in(folder);
    }

    @Test
    void killedSimulationsLeaveNothing() throws Exception {
        int attempts = 0;
        while (with.kills() < KILLS && attempts < 2 * KILLS + 2) {
            attempts++;
            kill(Files.createDirectory(folder.resolve("kill" + attempts)), attempts % ANY_TIME_EVERY == 2);
        }
        System.out.printf(
                "%n%s%n%s%n%s%nseed %d%n",
                KillFigures.HEADING, with.row("containers ran"), without.row("no container ran"), SEED);
        List<String> left = new ArrayList<>(with.left());
        left.addAll(without.left());
        assertThat(left).as("what killed JVMs left").isEmpty();
        assertThat(with.kills()).as("kills that met containers").isEqualTo(KILLS);
    }

    /** Everything that a victim leaves on purpose is found. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "setsid sleep 7934 & | the process ",
                "unshare --net sleep 7934 & | the process ",
                "touch \"$0/state/net\"; unshare --net sh -c 'mount --bind /proc/self/ns/net \"$0/state/net\"; touch \"$0/made\"; "
                        + "exec sleep 7934' \"$0\" & until [ -e \"$0/made\" ]; do :; done; setsid sleep 0 "
                        + "| the mount of a namespace: ",
                "mkdir \"$0/state/m\"; mount -t tmpfs kill \"$0/state/m\" | the mount ",
                "mkdir -p \"$0/state/x/f1/p1\" \"$1/kubepods/$2\"; printf /kubepods/$2 >\"$0/state/x/f1/p1/cgroup\" "
                        + "| the cgroup ",
                "mkdir -p \"$0/state/1-1-1/f1/p1\" \"$1/kubepods/$2\"; printf /kubepods/$2 >\"$0/state/1-1-1/f1/p1/cgroup\" "
                        + "| none",
                "touch \"$0/state/file\" | the file ",
                "touch \"$0/tmp/file\" | the file ",
            })
    void whatIsLeftIsFound(String act, String kind) throws Exception {
        SandboxOptions options = options(folder, folder.resolve("images"));
        Files.createDirectories(KillVictim.state(folder));
        Files.createDirectories(KillVictim.temporary(folder));
        Path hierarchy = Cgroups.mounts().get(0);
        String pod = "podkguard-kill-" + ProcessHandle.current().pid();
        String script = act + "\ntouch \"$0/ready\"; exec sleep 7935";
        List<String> program = List.of("sh", "-c", script, folder.toString(), hierarchy.toString(), pod);
        try (KillVictim victim = KillVictim.start(folder, program)) {
            Patience.until(START, () -> Files.exists(folder.resolve("ready")));
            KillTraces traces = KillTraces.of(victim, options, kernel);
            victim.requireAlive();
            victim.kill();
            List<String> left = new ArrayList<>(traces.alive(Duration.ofMillis(200)));
            left.addAll(traces.held(Duration.ofMillis(200)));
            left.addAll(traces.nextStart());
            left.addAll(traces.left());
            if (kind.equals("none")) {
                assertThat(left).isEmpty();
                assertThat(traces.pods()).isNotEmpty();
            } else {
                assertThat(left).anyMatch(what -> what.startsWith(kind));
            }
        } finally {
            new ProcessBuilder(
                            "umount",
                            folder.resolve("state/net").toString(),
                            folder.resolve("state/m").toString())
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
            Files.deleteIfExists(hierarchy.resolve("kubepods").resolve(pod));
        }
    }

    @Test
    void theKernelTellsWhichBpfObjectsThereAre() throws Exception {
        Set<String> held;
        try (KillVictim victim = KillVictim.jvm(folder, folder.resolve("images"))) {
            awaitContainer(victim);
            held = BpfObjects.heldBy(victim.process().pid());
            assertThat(held)
                    .anyMatch(object -> object.startsWith("prog "))
                    .anyMatch(object -> object.startsWith("map "));
            assertThat(kernel.existing(held)).containsExactlyInAnyOrderElementsOf(held);
            victim.kill();
            KillTraces traces = KillTraces.of(victim, options(folder, folder.resolve("images")), kernel);
            assertThat(traces.alive(PATIENCE)).isEmpty();
            assertThat(traces.nextStart()).isEmpty();
            assertThat(traces.left()).isEmpty();
        }
        assertThat(Patience.until(PATIENCE, () -> kernel.existing(held).isEmpty()))
                .isTrue();
    }

    private void kill(Path own, boolean anyTime) throws Exception {
        // some build the images again
        SandboxOptions options = options(own, anyTime ? own.resolve("images") : folder.resolve("images"));
        try (KillVictim victim = KillVictim.jvm(own, options.imageCache())) {
            int moment = random.nextInt(anyTime ? start + LATEST_MILLIS : LATEST_MILLIS);
            if (!anyTime) {
                start = awaitContainer(victim);
            }
            victim.process().waitFor(moment, TimeUnit.MILLISECONDS);
            if (!anyTime) {
                awaitContainer(victim); // it may be between two simulations
            }
            KillTraces traces = KillTraces.of(victim, options, kernel);
            victim.requireAlive();
            int running = victim.runningContainers();
            victim.kill();
            long killed = System.nanoTime();
            KillFigures figures = running > 0 ? with : without;
            List<String> left = new ArrayList<>();
            if (random.nextBoolean()) {
                left.addAll(traces.alive(PATIENCE));
                figures.addEnd(Duration.ofNanos(System.nanoTime() - killed));
                left.addAll(traces.held(PATIENCE));
                left.addAll(traces.nextStart());
            } else {
                left.addAll(traces.nextStart());
                left.addAll(traces.alive(PATIENCE));
                left.addAll(traces.held(PATIENCE));
            }
            left.addAll(traces.left());
            left.replaceAll(what -> own.getFileName() + ", after " + moment + " ms: " + what);
            left.forEach(System.out::println);
            figures.add(running, left);
            if (running > 0) {
                assertThat(traces.pods()).isNotEmpty();
                assertThat(traces.namespaces()).isNotEmpty();
                assertThat(traces.objects()).isNotEmpty();
            }
        }
    }

    /** Returns the milliseconds until a container ran. */
    private static int awaitContainer(KillVictim victim) throws IOException {
        long begin = System.nanoTime();
        boolean ran = Patience.until(START, () -> {
            victim.requireAlive();
            return victim.runningContainers() > 0;
        });
        assertThat(ran).as(() -> "no container ran: " + victim.output()).isTrue();
        return (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }

    private static SandboxOptions options(Path own, Path images) {
        return SimulatorOptions.configured()
                .sandbox()
                .withStateDirectory(KillVictim.state(own))
                .withImageCache(images);
    }
}
