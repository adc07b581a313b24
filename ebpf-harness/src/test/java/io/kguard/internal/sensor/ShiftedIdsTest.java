// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.ProcessEntry;
import io.kguard.event.ProcessEntry.Part;
import io.kguard.requirement.RequiresRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process in a container's user namespace looks as on a node, and is recorded like any other. */
@RequiresRoot
@Tag("trust")
class ShiftedIdsTest {
    private static final String ID = "fedcba9876543210".repeat(4);
    private static final int EXE_WRITABLE = 1;

    private final Recorder recorder = new Recorder();
    private Path cgroup;
    private Sensor sensor;
    private Observation observation;

    @BeforeEach
    void open() throws Exception {
        cgroup = Files.createDirectory(Calls.cgroups().resolve(ID));
        sensor = Sensor.open(SensorOptions.defaults().withRingBytes(1 << 20));
        observation = sensor.observe(recorder);
        observation.watchContainer(ID);
    }

    @AfterEach
    void close() throws Exception {
        sensor.close();
        Files.delete(cgroup);
    }

    private void run(String command) throws Exception {
        Process process = new ProcessBuilder(Calls.PROGRAM.toString(), "--shifted", cgroup + "/cgroup.procs", command)
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
        observation.barrier();
    }

    private Recorder.Copy execOf(String program) {
        return recorder.one(
                "execve", it -> it.number("res") == 0 && it.text("filename").endsWith("/" + program));
    }

    @Test
    void rootOfTheContainerIsRootInItsEvents() throws Exception {
        run("(exit 0); setpriv --reuid=1000 --regid=1001 --clear-groups true");
        assertThat(execOf("setpriv").number("uid")).isZero();
        assertThat(execOf("setpriv").number("gid")).isZero();
        assertThat(execOf("true").number("uid")).isEqualTo(1000);
        assertThat(execOf("true").number("gid")).isEqualTo(1001);
        assertThat(recorder.of("clone"))
                .isNotEmpty()
                .allSatisfy(it -> assertThat(it.number("uid")).isZero())
                .allSatisfy(it -> assertThat(it.number("gid")).isZero());
        assertThat(observation.stats().losses()).isEmpty();
    }

    /** OpenShift gives projects such ids. */
    @Test
    void greatIdsAreToldAsTheyAre() throws Exception {
        run("setpriv --reuid=1000660000 --regid=1000660001 --clear-groups true");
        assertThat(execOf("true").number("uid")).isEqualTo(1000660000);
        assertThat(execOf("true").number("gid")).isEqualTo(1000660001);
    }

    @Test
    void aContainersFirstProcessIsOneInItsOwnPidNamespace() throws Exception {
        run("(exit 0); exit 0");
        Recorder.Copy child = recorder.one("clone", it -> it.number("res") == 0 && it.number("vtid") == 2);
        assertThat(child.number("tid")).isGreaterThan(2);
        assertThat(child.number("ptid")).isGreaterThan(1);
    }

    /** Whether the user owns a file, also in an id-mapped mount, whose inode keeps the ids on the disk. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0755, 0, true",
        "1078984704, 1078984704, 0755, 0, true",
        "1078985704, 0, 0755, 1000, true",
        "1000, 0, 0755, 1000, true",
        "0, 0, 0755, 1000, false",
        "0, 1078985705, 0775, 1000, true",
        "0, 1001, 0775, 1000, true",
        "0, 1078985711, 0775, 1000, true",
        "0, 1007, 0775, 1000, true",
        "0, 1008, 0775, 1000, false",
        "2149483648, 0, 0755, 2000000, true",
        "2000000, 0, 0755, 2000000, true",
        "1078984704, 0, 0755, 2000000, false",
    })
    void whetherTheExecutableIsWritableIsToldByTheNodesIds(long uid, long gid, String mode, int user, boolean writable)
            throws Exception {
        Path program = Files.copy(Path.of("/bin/true"), Path.of("/tmp/kguard-shifted-" + System.nanoTime()));
        try {
            assertThat(new ProcessBuilder("chown", uid + ":" + gid, program.toString())
                            .start()
                            .waitFor())
                    .isZero();
            assertThat(new ProcessBuilder("chmod", mode, program.toString())
                            .start()
                            .waitFor())
                    .isZero();
            run(user == 0 ? program.toString() : "setpriv --reuid=" + user + " --regid=1001 --groups=1007 " + program);
            Recorder.Copy exec = execOf(program.getFileName().toString());
            assertThat((exec.number("flags") & EXE_WRITABLE) != 0).isEqualTo(writable);
        } finally {
            Files.delete(program);
        }
    }

    @Test
    void procSaysTheSame() throws Exception {
        Process process = new ProcessBuilder(
                        Calls.PROGRAM.toString(),
                        "--shifted",
                        cgroup + "/cgroup.procs",
                        "exec setpriv --reuid=1000 --regid=1001 --groups=1007 sh -c 'echo started; read go'")
                .start();
        try {
            assertThat(process.inputReader().readLine()).isEqualTo("started");
            observation.barrier();
            int pid = (int)
                    recorder.of("execve").get(recorder.of("execve").size() - 1).tid();
            ProcessEntry entry = Objects.requireNonNull(new ProcThread(new ProcProcess(pid, false), pid).read(0));
            assertThat(entry.int32(Part.UID)).isEqualTo(1000);
            assertThat(entry.int32(Part.GID)).isEqualTo(1001);
            assertThat(entry.number(Part.VPID)).isEqualTo(1);
            assertThat(entry.is(Part.EXE_WRITABLE)).isFalse();
        } finally {
            process.outputWriter().close();
            process.waitFor();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1073741823, 1073741823",
        "1073741824, 0",
        "1074790399, 1048575",
        "1074790400, 0",
        "1078985704, 1000",
        "2147483647, 1048575",
        "2147483648, -2147483648",
        "2148532223, -2146435073",
        "2148532224, 1048576",
        "3221225471, 1073741823",
        "3221225472, -1073741824",
        "4294967294, -2",
        "4294967295, -1",
        "-1, -1"
    })
    void onlyIdsOfJailsAreShifted(long kernel, int node) {
        assertThat(NodeIds.of(kernel)).isEqualTo(node);
    }
}
