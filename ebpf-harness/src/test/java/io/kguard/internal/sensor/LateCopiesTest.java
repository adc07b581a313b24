// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.requirement.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A call that waits in the middle takes what others put into its memory meanwhile, and its event has something else. */
@RequiresRoot
@Tag("trust")
class LateCopiesTest {
    private static final String ID = "1f2e3d4c5b6a7988".repeat(4);

    private final Recorder recorder = new Recorder();

    @TempDir
    private Path directory;

    private Path cgroup;

    @BeforeEach
    void open() throws IOException {
        cgroup = Files.createDirectories(Calls.cgroups().resolve(ID));
    }

    @AfterEach
    void close() throws IOException {
        Files.delete(cgroup);
    }

    private List<String> described(String name, EventSelection selection) throws Exception {
        try (Sensor sensor = Sensor.open(SensorOptions.defaults().withRingBytes(1 << 22))) {
            Observation observation = sensor.observe(recorder, selection);
            observation.watchContainer(ID);
            Process process = Calls.start(name, directory);
            Files.writeString(cgroup.resolve("cgroup.procs"), Long.toString(process.pid()));
            assertThat(Calls.go(process)).containsExactly("1");
            observation.barrier();
            assertThat(observation.stats().describeLosses()).isEmpty();
            return observation.stats().blindSpots().stream()
                    .map(spot -> spot.describe().replaceAll("\\[\\d+]| \\(\\d+ times\\)", ""))
                    .toList();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "late-write, write, data",
        "late-file-write, write, data",
        "late-zerocopy, sendto, address or data",
        "late-writev, writev, data",
        "late-sendto, sendto, address or data",
        "late-sendmsg, sendmsg, address or data",
        "late-sendmmsg, sendmmsg, address or data",
        "late-recvmmsg, recvmmsg, data",
        "late-recvmsg, recvmsg, data",
        "late-recvfrom, recvfrom, data",
        "late-process-vm-writev, process_vm_writev, data",
        "thread-write, write, data"
    })
    void whatOthersCanChangeWhileACallWaitsIsABlindSpot(String name, String call, String what) throws Exception {
        assertThat(described(name, EventSelection.all()))
                .containsExactly("calls waited in " + call + ", while others could change the " + what
                        + " in memory, and events show only what was there at the end; Falco can be deceived like that,"
                        + " too");
    }

    /** Otherwise every full pipe would be an error. */
    @ParameterizedTest
    @ValueSource(strings = {"own-write", "own-sendmmsg"})
    void memoryOfItsOwnIsNone(String name) throws Exception {
        assertThat(described(name, EventSelection.all())).isEmpty();
    }

    /** If no rule reads what is written, nothing depends on it. Where messages go matters always. */
    @ParameterizedTest
    @CsvSource({"late-write, false", "late-recvfrom, false", "late-sendmmsg, true"})
    void dataMattersIfARuleReadsIt(String name, boolean matters) throws Exception {
        assertThat(described(name, EventSelection.state().withAllEvents()).isEmpty())
                .isNotEqualTo(matters);
    }
}
