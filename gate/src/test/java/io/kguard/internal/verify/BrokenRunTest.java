// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static io.kguard.internal.verify.BrokenRun.reason;
import static io.kguard.internal.verify.BrokenRun.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.result.SuiteResult;
import io.kguard.internal.sandbox.Limits;
import io.kguard.internal.sandbox.PodSetup;
import io.kguard.internal.sandbox.SandboxOptions;
import io.kguard.requirement.RequiresRoot;
import io.kguard.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Anything that breaks while a scenario runs makes it an error that says what broke, and leaves the machine clean. */
@RequiresRoot
@Timeout(240)
class BrokenRunTest {
    private static final String STEP = "- exec: {pod: broken, command: [sleep, '7919']}";

    private BrokenRun run;

    @BeforeEach
    void prepare(@TempDir Path folder) {
        run = new BrokenRun(folder);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        run.assertClean();
    }

    @Test
    void everyLimitIsNamed() throws IOException {
        Limits limits = Limits.DEFAULT
                .withProcesses(40)
                .withDiskBytes(8 << 20)
                .withOutputBytes(100_000)
                .withMemoryBytes(64 << 20);
        SuiteResult result = run.run(
                sandbox -> sandbox.withSetup(PodSetup.defaults().withLimits(limits)),
                scenario("disk", "- exec: {pod: disk, command: [sh, -c, 'dd if=/dev/zero of=/big bs=1M; true']}"),
                scenario("memory", """
                        - exec: {pod: memory, command: [sh, -c, 'head -c 200000000 /dev/zero | tail; true']}
                        """),
                scenario("own-memory", ", resources: {limits: {memory: 24Mi}}", """
                        - exec: {pod: own-memory, command: [sh, -c, 'head -c 30000000 /dev/zero | tail; true']}
                        """),
                scenario("forks", """
                        - exec: {pod: forks, command: [sh, -c, '(for i in $(seq 60); do sleep 1000 & done); true']}
                        """),
                scenario("flood", "- exec: {pod: flood, command: ['yes']}"),
                scenario("timeout", """
                        - exec: {pod: timeout, command: [sh, -c, 'trap "" TERM HUP INT; sleep 1000'], timeout: 1s}
                        """),
                scenario("meant", """
                        - exec: {pod: meant, command: [tail, /dev/zero], exit: 137}
                        """));
        assertThat(reason(result, "disk"))
                .contains("the container main of the pod disk filled its writable layer, whose limit is 8 MiB");
        assertThat(reason(result, "memory"))
                .contains("the container main of the pod memory reached its memory limit of 64 MiB");
        assertThat(reason(result, "own-memory")).contains("reached its memory limit of 24 MiB");
        assertThat(reason(result, "forks")).contains("reached its limit of 40 processes and threads");
        assertThat(reason(result, "flood")).contains("\"yes\" wrote more than 100000 bytes and was killed");
        assertThat(reason(result, "timeout")).containsPattern("did not end within \\d+ ms and was killed");
        assertThat(result.checks())
                .filteredOn(check -> check.scenario().equals("meant"))
                .singleElement()
                .satisfies(check -> assertThat(check.verdict()).isEqualTo(new Verdict.Passed()));
    }

    @Test
    void theContainersFirstProcessIsKilledDuringAStep() throws Exception {
        SuiteResult result = run.run(
                () -> {
                    run.process("sleep 7919");
                    run.firstProcess().destroyForcibly();
                },
                scenario("broken", STEP));
        assertThat(reason(result, "broken"))
                .contains("sleep 7919 ended with exit status 137, not 0")
                .contains("the first process of the container main of the pod broken was killed by signal 9");
    }

    @Test
    void theContainersShimIsKilledDuringAStep() throws Exception {
        SuiteResult result = run.run(
                () -> {
                    run.process("sleep 7919");
                    run.shim().destroyForcibly();
                },
                scenario("broken", STEP));
        assertThat(reason(result, "broken"))
                .containsAnyOf(
                        "the container main of the pod broken was lost: its shim died, and the container with it",
                        // Docker ends the container in its shim's place
                        "the first process of the container main of the pod broken was killed by signal 9");
    }

    @Test
    void thePodsNetworkIsLostDuringAStepThatDoesNotNotice() throws Exception {
        SuiteResult result = run.run(
                () -> {
                    ProcessHandle waiting = run.process("trap \"exit 0\" TERM");
                    ProcessHandle holder = run.holder();
                    holder.destroyForcibly();
                    holder.onExit().join();
                    waiting.destroy();
                },
                scenario(
                        "broken",
                        "- exec: {pod: broken, command: [sh, -c, 'trap \"exit 0\" TERM; while :; do sleep 0.01; done']}"));
        assertThat(reason(result, "broken"))
                .containsPattern("the process that (holds the network|runs the peers) of the pod broken died");
    }

    @Test
    void aContainerDoesNotStart() throws IOException {
        SuiteResult result = run.run(
                UnaryOperator.identity(),
                scenario("broken", "").replace("[sleep, infinity]", "[/no/such/program]"),
                scenario("imageless", "").replace("image: base", "image: 'registry.invalid/none:1'"),
                scenario("commandless", "- exec: {pod: commandless, command: [no-such-command]}"));
        assertThat(reason(result, "broken"))
                .contains("the container main of the pod broken did not start: ")
                .contains("/no/such/program");
        assertThat(reason(result, "imageless", Verdict.NotRun.class))
                .contains("there is no image \"registry.invalid/none:1\" here");
        assertThat(reason(result, "commandless"))
                .contains("\"no-such-command\" did not start in the container main of the pod commandless");
    }

    @Tag("runc")
    @ParameterizedTest
    @ValueSource(strings = {"create", "start", "exec"})
    void runcIsKilledAtWork(String command) throws IOException {
        Path runc = runc("""
                #!/bin/bash
                if [[ " $* " == *" %s "* ]]; then
                    runc "$@" &
                    until [ -e "$2"/* ]; do :; done
                    kill -9 $! $$
                fi
                exec runc "$@"
                """.formatted(command));
        SuiteResult result = run.run(sandbox -> sandbox.withRunc(runc), scenario("broken", ""));
        assertThat(reason(result, "broken")).contains("runc was killed by signal 9 while it worked on it");
    }

    @Test
    @Tag("runc")
    void runcNeverEnds() throws IOException {
        Path runc = runc("#!/bin/sh\nkill -STOP $$\nexec runc \"$@\"\n");
        UnaryOperator<SandboxOptions> hasty = sandbox -> sandbox.withRunc(runc)
                .withSetup(PodSetup.defaults().withLimits(Limits.DEFAULT.withStartTimeout(Duration.ofSeconds(1))));
        SuiteResult result = run.run(hasty, scenario("broken", ""));
        assertThat(reason(result, "broken")).containsPattern("the pod broken did not start within \\d+ ms");
    }

    @Test
    @Tag("runc")
    void othersMayNotRunRunc() throws IOException {
        Path runc = Files.setPosixFilePermissions(
                runc("#!/bin/sh\nexec runc \"$@\"\n"), PosixFilePermissions.fromString("rwx------"));
        SuiteResult result = run.run(sandbox -> sandbox.withRunc(runc), scenario("broken", ""));
        assertThat(reason(result, "broken")).contains(runc + " can't be read and run by all users", "chmod o+rx");
    }

    private Path runc(String script) throws IOException {
        Path program = Files.writeString(run.folder().resolve("runc"), script);
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void aFrozenContainerIsRemovedAllTheSame() throws Exception {
        SuiteResult result = run.run(
                () -> {
                    freeze(run.process("sleep 7919"));
                },
                scenario("broken", "- exec: {pod: broken, command: [sleep, '7919'], timeout: 2s}"));
        assertThat(reason(result, "broken")).containsPattern("did not end within \\d+ ms and was killed");
    }

    /** Freezes the cgroup of a process: by the freezer of cgroup v1, which keeps even a SIGKILL waiting, or by v2. */
    private static void freeze(ProcessHandle process) throws IOException {
        Path v1 = Path.of("/sys/fs/cgroup/freezer");
        boolean unified = !Files.isDirectory(v1);
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/cgroup"))) {
            String[] parts = line.split(":", 3);
            if (parts[1].equals(unified ? "" : "freezer")) {
                Path folder = (unified ? Path.of("/sys/fs/cgroup") : v1).resolve(parts[2].substring(1));
                Files.writeString(
                        folder.resolve(unified ? "cgroup.freeze" : "freezer.state"), unified ? "1" : "FROZEN");
                return;
            }
        }
        throw new IllegalStateException("the process has no cgroup that freezes");
    }
}
