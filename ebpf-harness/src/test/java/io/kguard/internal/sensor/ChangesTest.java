// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.sensor.SensorStats.BlindSpot;
import io.kguard.requirement.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What changes while a call runs is shown as the kernel took it, or is reported. What does not is neither. */
@RequiresRoot
@Tag("trust")
class ChangesTest {
    private static final String ID = "1f2e3d4c5b6a7980".repeat(4);

    private final Recorder recorder = new Recorder();

    @TempDir
    private Path directory;

    private Path cgroup;
    private Sensor sensor;
    private Observation observation;

    @BeforeEach
    void open() throws IOException {
        cgroup = Files.createDirectories(Calls.cgroups().resolve(ID));
        sensor = Sensor.open(SensorOptions.defaults().withRingBytes(1 << 26));
        sensor.prove(EventSelection.all());
        observation = sensor.observe(recorder, EventSelection.all());
        observation.watchContainer(ID);
    }

    @AfterEach
    void close() throws IOException {
        sensor.close();
        Files.delete(cgroup);
    }

    private List<String> run(String name) throws IOException, InterruptedException {
        Process process = Calls.start(name, directory);
        Files.writeString(cgroup.resolve("cgroup.procs"), Long.toString(process.pid()));
        List<String> lines = Calls.go(process);
        observation.barrier();
        return lines;
    }

    /** That a call waited, or a thread left the others, is not what is tested here. */
    private List<String> blind() {
        return observation.stats().blindSpots().stream()
                .filter(spot -> spot.cause() != BlindSpot.Cause.LATE && spot.cause() != BlindSpot.Cause.SHARED)
                .map(BlindSpot::act)
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "poked-path | openat 1 harmless | changed the path fifo while openat ran",
                "vm-written-path | openat 1 harmless | wrote to the memory or registers of another process; "
                        + "changed the path fifo while openat ran",
                "file-written-path | openat 1 harmless | changed the path fifo while openat ran",
                "removed-path | openat 1 | changed the path fifo while openat ran",
                "replaced-folder | openat 1 | replaced a descriptor or the working directory of openat while it ran",
                "replaced-working-directory | openat 1 | replaced a descriptor or the working directory of openat while it ran",
                "changed-sendto | sendto 1 | changed the address or data while sendto ran",
                "changed-sendmsg | sendmsg 1 | changed the address or data while sendmsg ran",
                "changed-sendmmsg | sendmmsg 2 | changed the address or data while sendmmsg ran",
                "replaced-socket | sendto 1 | replaced a descriptor or the working directory of sendto while it ran",
                "changed-data | write 9 | changed the data while write ran",
                "replaced-pipe | write 4 | replaced a descriptor or the working directory of write while it ran",
                "changed-flags | clone3 1 | changed the flags while clone3 ran",
                "operations | io_submit 1 | used io_submit",
                "faulted-address | sendto 1 | changed the address or data while sendto ran",
            })
    void whatChangesIsReported(String name, String output, String act) throws Exception {
        assertThat(run(name)).containsExactly(output);
        assertThat(String.join("; ", blind())).isEqualTo(act);
    }

    @ParameterizedTest
    @ValueSource(strings = {"poked-path", "vm-written-path", "file-written-path", "removed-path"})
    void aPathThatWasNotInMemoryIsShownAsTheKernelTookIt(String name) throws Exception {
        run(name);
        assertThat(recorder.of("openat"))
                .noneMatch(it -> it.text("name").equals("harmless"))
                .anyMatch(it -> it.text("name").equals("fifo") && it.number("ino") > 0);
    }

    /** A change that is undone before the call ends would go unnoticed without the kernel's own copy. */
    @Test
    void aPathThatAnotherThreadKeepsChangingIsTheOneOfTheFileThatWasOpened() throws Exception {
        String[] inodes = run("flipping-path").get(0).split(" ");
        List<Recorder.Copy> opens = recorder.of("openat").stream()
                .filter(it -> it.text("name").equals("a") || it.text("name").equals("b"))
                .filter(it -> it.number("flags") == 1)
                .toList();
        assertThat(opens).hasSizeGreaterThan(10);
        assertThat(opens)
                .allMatch(it -> it.number("ino")
                        == Long.parseLong(inodes[it.text("name").equals("a") ? 0 : 1]));
        // Threads that take turns change the path between calls, which takes thousands of calls
        boolean atOnce = Integer.parseInt(inodes[2]) > 50 && Integer.parseInt(inodes[3]) < 2000;
        if (atOnce) {
            assertThat(blind()).isNotEmpty().allMatch(act -> act.matches("changed the path [ab] while openat ran"));
        }
    }

    /** The start, the end and one of the kernel's two copies agree, and the other copy does not. */
    @Test
    void aPathThatIsTakenTwiceIsComparedTwice() throws Exception {
        List<String> renamed = run("blinking-path"); // on one processor there may be none
        List<String> shown =
                recorder.of("renameat2").stream().map(it -> it.text("newpath")).toList();
        assertThat(shown).hasSizeGreaterThan(100);
        assertThat(shown).containsAll(renamed.subList(0, renamed.size() - 1));
        if (renamed.size() > 1) {
            assertThat(blind()).anyMatch(act -> act.matches("changed the path [ab]\\d+ while renameat2 ran"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"honest-addresses", "honest-faults", "honest-threads"})
    void whatOnlyLooksLikeItIsNone(String name) throws Exception {
        assertThat(run(name)).isNotEmpty().allMatch(line -> !line.contains("-"));
        assertThat(blind()).isEmpty();
        assertThat(observation.stats().losses()).isEmpty();
    }
}
