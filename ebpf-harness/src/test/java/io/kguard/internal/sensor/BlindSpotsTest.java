// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.kguard.event.FdType;
import io.kguard.event.StateEntry.FdEntry;
import io.kguard.internal.sensor.SensorStats.BlindSpot;
import io.kguard.requirement.RequiresRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a container does unseen is reported, and what is merely unusual is not. */
@RequiresRoot
@Tag("trust")
class BlindSpotsTest {
    private static final String ID = "0f1e2d3c4b5a6978".repeat(4);

    private static final String LOOKED_UP =
            "and no event says what it leads to; Falco looks it up in /proc, which can be too late";

    private static final String UNKNOWN = "and events do not say whose they are; Falco would not know it either";

    private final Recorder recorder = new Recorder();

    @TempDir
    private Path directory;

    private Path cgroup;
    private Sensor sensor;
    private Observation observation;
    private Process outsider;

    @BeforeEach
    void open() throws Exception {
        cgroup = Files.createDirectories(Calls.cgroups().resolve(ID));
        outsider = new ProcessBuilder(
                        Calls.PROGRAM.toString(),
                        "--serve",
                        directory.resolve("socket").toString())
                .start();
        assertThat(outsider.inputReader().readLine()).isEqualTo("serving");
        sensor = Sensor.open(SensorOptions.defaults().withRingBytes(1 << 20));
        observation = sensor.observe(recorder, EventSelection.state());
        observation.watchContainer(ID);
    }

    @AfterEach
    void close() throws Exception {
        sensor.close();
        outsider.destroyForcibly().waitFor();
        Files.delete(cgroup);
    }

    /** Runs a case in the container and returns its output. */
    private List<String> run(String name) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(Calls.PROGRAM.toString(), name, directory.toString());
        builder.environment().put("TARGET", Long.toString(outsider.pid()));
        builder.environment().put("SERVER", directory.resolve("socket").toString());
        Process process = builder.start();
        Files.writeString(cgroup.resolve("cgroup.procs"), Long.toString(process.pid()));
        List<String> lines = Calls.go(process);
        observation.barrier();
        assertThat(observation.stats().losses()).isEmpty();
        return lines;
    }

    private List<String> described() {
        return observation.stats().blindSpots().stream()
                .map(spot -> spot.describe().replaceAll("\\[\\d+]", "[N]"))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ring | calls[N] used io_uring, whose operations no event shows; Falco would not see them either",
                "polled-ring | calls[N] used io_uring, whose operations no event shows; Falco would not see them either",
                "trace-writing | calls[N] wrote to the memory or registers of calls[N], which is not part of the "
                        + "simulation, and what that process does then is not judged; Falco on a node would see it",
                "trace-registers | calls[N] wrote to the memory or registers of calls[N], which is not part of the "
                        + "simulation, and what that process does then is not judged; Falco on a node would see it",
                "changed-path | calls[N] changed the path fifo while openat ran, and events show only one of "
                        + "the two values; Falco can be deceived like that, too",
                "changed-address | calls[N] changed the address while connect ran, and events show only one of "
                        + "the two values; Falco can be deceived like that, too",
                "write-memory | calls[N] wrote to the memory or registers of another process, and what that process "
                        + "does then is not judged; Falco on a node would see it",
                "open-memory | calls[N] wrote to the memory or registers of calls[N], which is not part of the "
                        + "simulation, and what that process does then is not judged; Falco on a node would see it",
                "take-descriptor | calls[N] took a descriptor from calls[N], which is not part of the simulation "
                        + "(pidfd_getfd), and no event says what it leads to; Falco would not know it either",
                "take-descriptor-of-child | calls[N] took a descriptor from another process (pidfd_getfd), and no event "
                        + "says what it leads to; Falco would not know it either",
                "receive-into-constant | calls[N] took a descriptor from another process (recvmsg), and no event says "
                        + "what it leads to; Falco would not know it either",
                "send-uncounted | calls[N] had sendmmsg end after a message that it may have sent, of which events do "
                        + "not show all; Falco would not see the others either",
                "add-descriptor | calls[N] put a descriptor into another process (ioctl), and no event says what it "
                        + "leads to; Falco would not know it either",
                "receive-many | calls[N] took a descriptor from another process (recvmsg), and no event says what it "
                        + "leads to; Falco would not know it either",
                "send-by-received | calls[N] used in sendto a descriptor that came in a message, " + LOOKED_UP,
                "send-by-received-in-child | calls[N] used in connect a descriptor that came in a message, "
                        + LOOKED_UP,
                "shared-folder | calls[N] shares descriptors or its working directory with another process (clone), "
                        + UNKNOWN,
                "shared-descriptors | calls[N] shares descriptors or its working directory with another process (clone)"
                        + ", " + UNKNOWN,
                "thread-alone | calls[N] no longer shares descriptors or its working directory with its own threads "
                        + "(unshare), " + UNKNOWN,
                "receive-from-outside | calls[N] took a descriptor from calls[N], which is not part of the simulation "
                        + "(recvmsg), and no event says what it leads to; Falco would not know it either",
            })
    void whatReachesBeyondTheSimulationIsABlindSpot(String name, String text) throws Exception {
        assertThat(run(name)).allMatch(line -> !line.contains("-"));
        assertThat(described()).containsExactly(text);
    }

    @Test
    @EnabledOnOs(architectures = "amd64")
    void aCallThroughTheOtherInterfaceThatNoEventShowsIsOne() throws Exception {
        assertThat(run("foreign-message")).isNotEmpty();
        assertThat(described())
                .containsExactly("calls[N] made system call 372 of the 32-bit interface, which no event shows; "
                        + "Falco would not see it either");
    }

    @Test
    @EnabledOnOs(architectures = "amd64")
    void aCallThroughTheOtherInterfaceThatAsksOnlyIsNone() throws Exception {
        assertThat(run("foreign-harmless")).isNotEmpty();
        assertThat(described()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trace-reading",
                "same-path",
                "connect-again",
                "open-below-received",
                "shared-memory-alone",
                "unshare-without-threads",
                "many-paths",
                "trace-child",
                "write-own-memory",
                "open-memory-of-itself-and-children",
                "receive-from-child"
            })
    void whatStaysWithinItOrOnlyReadsIsNone(String name) throws Exception {
        assertThat(run(name)).isNotEmpty();
        assertThat(described()).isEmpty();
    }

    /** As Falco reads it in /proc. */
    @Test
    void whatAMessageBringsIsTold() throws Exception {
        run("receive-each-kind");
        assertThat(recorder.received())
                .extracting(FdEntry::type, it -> it.name().replaceAll("\\d+", "N"))
                .containsExactly(
                        tuple(FdType.DIRECTORY, "/etc"),
                        tuple(FdType.FILE_V2, "/etc/passwd"),
                        tuple(FdType.FIFO, "pipe:[N]"),
                        tuple(FdType.UNIX_SOCK, ""));
        assertThat(recorder.received())
                .allSatisfy(it -> assertThat(it.fd()).isPositive())
                .extracting(FdEntry::inode)
                .contains((Long) Files.getAttribute(Path.of("/etc/passwd"), "unix:ino"));
    }

    @Test
    void aPathThatChangesWhileTheCallRunsIsShownAsItWasAtTheStart() throws Exception {
        assertThat(run("changed-path")).containsExactly("openat 1 harmless");
        assertThat(recorder.one(
                                "openat",
                                it -> it.number("flags") == 1 && it.text("name").equals("fifo"))
                        .number("ino"))
                .isPositive();
        assertThat(recorder.of("openat")).noneMatch(it -> it.text("name").equals("harmless"));
    }

    @Test
    void aPathThatIsLongerThanWhatIsKeptOfItIsComparedToo() throws Exception {
        assertThat(run("changed-long-path")).containsExactly("openat 1");
        assertThat(observation.stats().blindSpots())
                .extracting(BlindSpot::cause)
                .containsExactly(BlindSpot.Cause.ARGUMENTS_CHANGED);
    }

    @Test
    void anAddressThatChangesWhileTheCallRunsIsShownAsItWasAtTheStart() throws Exception {
        assertThat(run("changed-address")).containsExactly("connect 0");
        assertThat(recorder.of("connect"))
                .last()
                .satisfies(it -> assertThat(new String(it.bytes("addr"), StandardCharsets.ISO_8859_1))
                        .isEqualTo("\1first\0"));
    }

    @Test
    void whatARuntimeDoesBeforeItEntersIsNone() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(Calls.PROGRAM.toString(), "ring", directory.toString());
        Process process = builder.start();
        observation.watchProcess(process.pid(), true);
        Calls.go(process);
        observation.barrier();
        assertThat(recorder.all()).isNotEmpty();
        assertThat(described()).isEmpty();
    }

    /** What crashes meanwhile is seen by all that plays on the machine, so nothing plays beside it. */
    @Test
    @Tag("machine")
    void aProgramThatTheKernelStartsForItselfIsOneUnlessTheMachineWasSetUpWithIt() throws Exception {
        Path pattern = Path.of("/proc/sys/kernel/core_pattern");
        String before = Files.readString(pattern);
        try {
            Files.writeString(pattern, "|/bin/true");
            crash();
            assertThat(described())
                    .singleElement()
                    .asString()
                    .matches(
                            ".*\\[N] was started by the kernel itself, from /bin/true, and what it does is not judged; Falco "
                                    + "on a node would see it");
            try (Sensor later = Sensor.open(SensorOptions.defaults().withRingBytes(1 << 20));
                    Observation other = later.observe(new Recorder())) {
                crash();
                other.barrier();
                assertThat(other.stats().blindSpots()).isEmpty();
            }
        } finally {
            Files.writeString(pattern, before.strip() + "\n");
        }
    }

    private void crash() throws Exception {
        new ProcessBuilder("/bin/sh", "-c", "ulimit -c unlimited; kill -SEGV $$")
                .start()
                .waitFor();
        observation.barrier();
    }

    /** The table is that of all networks, so the machine would reach nobody. */
    @Test
    void whoFillsTheMachinesTableOfNeighboursIsKilled() throws Exception {
        assertThat(run("fill-neighbours")).containsExactly("ended by 9");
        assertThat(described())
                .singleElement()
                .asString()
                .startsWith("calls[N] filled half of the table of network neighbours, which is the whole machine's")
                .endsWith(", and was killed, because the rest is for others; on a node it would go on");
    }

    @Test
    void whatIsDoneAgainIsCounted() throws Exception {
        assertThat(new BlindSpot(BlindSpot.Cause.IO_URING, 7, "x", "used io_uring", 1)
                        .again()
                        .describe())
                .isEqualTo(
                        "x[7] used io_uring (2 times), whose operations no event shows; Falco would not see them either");
    }
}
